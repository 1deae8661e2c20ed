#pragma once

#include "blobs/blobs.hpp"

/// The two kinds. Only libs/blobs includes this.
namespace motcua::blobs {

/// Files in a folder, spread over others by the first digits of their keys. The folder may be shared by machines.
std::unique_ptr<Store> directory(const std::string& path);
/// Objects in a bucket that exists, by libcurl with AWS Signature 4, addressed by path.
std::unique_ptr<Store> s3(const std::string& bucket, const Settings& settings);

void check_key(const std::string& key);

}  // namespace motcua::blobs
