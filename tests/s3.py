"""Makes the bucket `papers` in an S3 server of moto's, and the keys of somebody who may use it alone: prints `ID SECRET`. From then on the server refuses whatever
is not signed with them (it was told to begin with INITIAL_NO_AUTH_ACTION_COUNT of the calls below).

    INITIAL_NO_AUTH_ACTION_COUNT=4 moto_server -p PORT & python tests/s3.py http://127.0.0.1:PORT
"""

import json
import sys

import boto3

known = {"endpoint_url": sys.argv[1], "region_name": "us-east-1", "aws_access_key_id": "nobody", "aws_secret_access_key": "nobody"}
boto3.client("s3", **known).create_bucket(Bucket="papers")
iam = boto3.client("iam", **known)
iam.create_user(UserName="dossiers")
allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:ListBucket"],
                                                   "Resource": ["arn:aws:s3:::papers", "arn:aws:s3:::papers/*"]}]}
iam.put_user_policy(UserName="dossiers", PolicyName="papers", PolicyDocument=json.dumps(allowed))
key = iam.create_access_key(UserName="dossiers")["AccessKey"]
print(key["AccessKeyId"], key["SecretAccessKey"])
