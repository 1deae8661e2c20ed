#include "http/torture_for_tests.hpp"

#include <algorithm>
#include <initializer_list>
#include <iterator>

namespace motcua::http {
namespace {

using Table = std::vector<Stream>;
using Then = Stream::Then;

const std::string host = "Host: localhost\r\n";
const std::string te = "Transfer-Encoding: chunked\r\n";
const std::string megabyte(1 << 20, 'a');

std::string line(const std::string& request_line) { return request_line + "\r\n" + host + "\r\n"; }
std::string get(const std::string& target) { return line("GET " + target + " HTTP/1.1"); }
std::string get_with(const std::string& fields) { return "GET /hello HTTP/1.1\r\n" + host + fields + "\r\n"; }
std::string post_with(const std::string& fields, const std::string& body = {}) {
  return "POST /echo HTTP/1.1\r\n" + host + "Content-Type: application/json\r\n" + fields + "\r\n" + body;
}
std::string post(const std::string& body) {
  return post_with("Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}
std::string bytes(std::string_view with_nul) { return std::string{with_nul}; }

Stream good(const char* name, std::string sent, std::vector<int> statuses = {200}) {
  return {name, std::move(sent), std::move(statuses)};
}
Stream last(const char* name, std::string sent, std::vector<int> statuses = {200}) {
  return {name, std::move(sent), std::move(statuses), nullptr, nullptr, Then::ends};
}
Stream half(const char* name, std::string sent, std::vector<int> statuses) {
  return {name, std::move(sent), std::move(statuses), nullptr, nullptr, Then::half_closed};
}
/// Refused, and the connection goes on: where the request ends is known.
Stream no(const char* name, std::string sent, int status, const char* code) {
  return {name, std::move(sent), {status}, code};
}
/// Refused before the body is read, so the connection ends.
Stream no_more(const char* name, std::string sent, int status, const char* code) {
  return {name, std::move(sent), {status}, code, nullptr, Then::ends};
}
Stream breach(const char* name, std::string sent, int status, const char* code, const char* reason) {
  return {name, std::move(sent), {status}, code, reason, Then::ends};
}
Stream bad(const char* name, std::string sent, const char* reason) {
  return breach(name, std::move(sent), 400, "malformed-request", reason);
}

Table lengths() {
  const auto length = [](const std::string& value, const std::string& body = "hello") {
    return post_with("Content-Length:" + value + "\r\n", body);
  };
  return {
      good("ALength", length(" 5")),
      good("ALengthWithoutABlank", length("5")),
      good("ALengthAmongBlanks", length(" \t 5\t ")),
      good("ALengthWithZeros", length(" 005")),
      good("ALengthOfNothing", length(" 0", "")),
      good("ALengthOfNothingForGet", get_with("Content-Length: 0\r\n")),
      good("ALengthByAnotherName", post_with("Content_Length: 5\r\n")),
      bad("ASignedLength", length(" +5"), "content_length"),
      bad("ANegativeLength", length(" -1"), "content_length"),
      bad("ALengthWithLetters", length(" 5x"), "content_length"),
      bad("AHexLength", length(" 0x5"), "content_length"),
      bad("AFraction", length(" 5.0"), "content_length"),
      bad("APower", length(" 5e0"), "content_length"),
      bad("AnEmptyLength", length(""), "content_length"),
      bad("ALengthWithABlankInside", length(" 1 1"), "content_length"),
      bad("AListOfLengths", length(" 5, 5"), "content_length"),
      bad("AListOfOtherLengths", length(" 5,6"), "content_length"),
      bad("ALengthInQuotes", length(" \"5\""), "content_length"),
      bad("ALengthOfSixteenDigits", length(" 0000000000000005"), "content_length"),
      bad("ALengthBeyondAllNumbers", length(" 99999999999999999999"), "content_length"),
      bad("ALengthThatWrapsAround", length(" 18446744073709551621"), "content_length"),
      bad("ALengthInOtherDigits", length(" \xef\xbc\x95"), "content_length"),
      bad("TwoLengths", post_with("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"), "content_length"),
      bad("TwoOtherLengths", post_with("Content-Length: 5\r\ncontent-length: 6\r\n", "hello"), "content_length"),
      bad("LengthAndEncoding", post_with("Content-Length: 5\r\n" + te, "0\r\n\r\n"), "length_and_encoding"),
      bad("EncodingAndLength", post_with(te + "Content-Length: 5\r\n", "0\r\n\r\n"), "length_and_encoding"),
      bad("EncodingAndNoLength", post_with(te + "Content-Length: 0\r\n", "0\r\n\r\n"), "length_and_encoding"),
      bad("EncodingInHttp10", "POST /echo HTTP/1.0\r\n" + host + te + "\r\n0\r\n\r\n", "length_and_encoding"),
      no_more("ALargeBody", post(std::string(100000, 'x')), 413, "body-too-large"),
      no_more("ALargeBodyForNobody", "POST /nowhere HTTP/1.1\r\n" + host + "Content-Length: 100000\r\n\r\n", 404,
              "not-found"),
      no_more("ALengthBeyondAnyBody", length(" 999999999999999"), 413, "body-too-large"),
  };
}

Table encodings() {
  const auto encoding = [](const std::string& value) {
    return post_with("Transfer-Encoding:" + value + "\r\n", "5\r\nhello\r\n0\r\n\r\n");
  };
  const auto unknown = [&](const char* name, const std::string& value) {
    return breach(name, encoding(value), 501, "encoding-not-implemented", "transfer_encoding");
  };
  return {
      good("AnEncoding", encoding(" chunked")),
      good("AnEncodingInCapitals", encoding("\tCHUNKED ")),
      good("AnEncodingByAnotherName", post_with("Transfer_Encoding: chunked\r\n")),
      good("WhatTheClientWouldTake", get_with("TE: trailers, deflate\r\nConnection: TE\r\n")),
      unknown("AnotherEncoding", " gzip"),
      unknown("AListOfEncodings", " gzip, chunked"),
      unknown("ChunkedTwice", " chunked, chunked"),
      unknown("ChunkedAndIdentity", " chunked, identity"),
      unknown("Identity", " identity"),
      unknown("AnEncodingWithAParameter", " chunked;q=1"),
      unknown("AnEncodingInQuotes", " \"chunked\""),
      unknown("AnEncodingThatEndsAlike", " xchunked"),
      unknown("AnEncodingThatBeginsAlike", " chunkedx"),
      unknown("AnEmptyEncoding", ""),
      bad("AnObscuredEncoding",
          encoding(" \x0b"
                   "chunked"),
          "header"),
      bad("AnEncodingBehindNul", encoding(bytes({" \0chunked", 9})), "header"),
      unknown("AnEncodingInAFold", "\r\n chunked"),
      bad("AnEncodingBehindABareReturn", post_with("X: y\rTransfer-Encoding: chunked\r\n"), "header"),
      bad("AnEncodingWithABlankBeforeTheColon", post_with("Transfer-Encoding : chunked\r\n"), "header"),
      bad("AnEncodingWithATabBeforeTheColon", post_with("Transfer-Encoding\t: chunked\r\n"), "header"),
      bad("AnEncodingBehindABlank", post_with(" Transfer-Encoding: chunked\r\n"), "header"),
      bad("TwoEncodings", post_with(te + te), "repeated_header"),
      breach("AnEncodingAndAnother", post_with("Transfer-Encoding: x\r\n" + te), 501, "encoding-not-implemented",
             "transfer_encoding"),
  };
}

Table chunks() {
  const auto chunked = [](const std::string& body) { return post_with(te, body); };
  const std::string trailer(3000, 'a');
  return {
      good("Chunks", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")),
      good("ChunksOfNothing", chunked("0\r\n\r\n")),
      good("ChunkSizesWithZeros", chunked("00000005\r\nhello\r\n00000000\r\n\r\n")),
      good("ChunkExtensions", chunked("5;a;b=c;d=\"e\"\r\nhello\r\n0;f\r\n\r\n")),
      good("Trailers", chunked("5\r\nhello\r\n0\r\nDigest: abc\r\nX-Y: \r\n\r\n")),
      good("TrailersThatWouldFrame", chunked("0\r\nContent-Length: 9\r\nTransfer-Encoding: gzip\r\nHost: b\r\n\r\n")),
      bad("AChunkWithoutASize", chunked("\r\nhello\r\n"), "chunk"),
      bad("AChunkSizeInWords", chunked("five\r\nhello\r\n"), "chunk"),
      bad("ANegativeChunkSize", chunked("-5\r\nhello\r\n"), "chunk"),
      bad("ASignedChunkSize", chunked("+5\r\nhello\r\n"), "chunk"),
      bad("AHexPrefix", chunked("0x5\r\nhello\r\n"), "chunk"),
      bad("ABlankBeforeTheSize", chunked(" 5\r\nhello\r\n"), "chunk"),
      bad("ABlankAfterTheSize", chunked("5 \r\nhello\r\n"), "chunk"),
      bad("AChunkSizeOfNineDigits", chunked("000000005\r\nhello\r\n"), "chunk"),
      bad("AChunkSizeThatWrapsAround", chunked("10000000000000005\r\nhello\r\n"), "chunk"),
      bad("AChunkLongerThanItsSize", chunked("4\r\nhello\r\n"), "chunk"),
      bad("AChunkWithoutItsEnd", chunked("5\r\nhello0\r\n\r\n"), "chunk"),
      bad("AChunkEndedByALineFeed", chunked("5\r\nhello\n"), "chunk"),
      bad("AChunkEndedByTwoLetters", chunked("5\r\nhelloxx0\r\n\r\n"), "chunk"),
      bad("ASizeEndedByALineFeed", chunked("5\nhello\r\n"), "line_end"),
      bad("AnExtensionEndedByALineFeed", chunked("5;a\nhello\r\n"), "line_end"),
      bad("AnExtensionWithABareReturn", chunked("5;a\rb\r\nhello\r\n"), "chunk"),
      bad("AnExtensionWithoutEnd", chunked("5;" + std::string(300, 'a') + "\r\nhello\r\n"), "chunk"),
      bad("AnExtensionOfAMegabyte", chunked("5;" + megabyte), "chunk"),
      bad("AnExtensionWithControls", chunked("5;a\x01\r\nhello\r\n"), "chunk"),
      bad("ATrailerThatIsNoField", chunked("0\r\nno field\r\n\r\n"), "chunk"),
      bad("ATrailerInAFold", chunked("0\r\nX: y\r\n z\r\n\r\n"), "chunk"),
      bad("ATrailerWithControls", chunked("0\r\nX: \x01\r\n\r\n"), "chunk"),
      bad("ATrailerEndedByALineFeed", chunked("0\r\nX: y\n\r\n"), "line_end"),
      breach("ATrailerWithoutEnd", chunked("0\r\nX: " + std::string(5000, 'a') + "\r\n\r\n"), 431, "head-too-large",
             "head_size"),
      breach("ManyTrailers", chunked("0\r\nX: " + trailer + "\r\nX: " + trailer + "\r\n\r\n"), 431, "head-too-large",
             "head_size"),
      breach("AChunkBeyondAnyBody", chunked("ffffffff\r\n"), 413, "body-too-large", "body_size"),
      no_more("ALargeChunk", chunked("10001\r\n"), 413, "body-too-large"),
      no_more("ChunksTooLargeTogether", chunked("8000\r\n" + std::string(0x8000, 'x') + "\r\n8001\r\n"), 413,
              "body-too-large"),
      no_more("ChunksForNobody", "POST /nowhere HTTP/1.1\r\n" + host + te + "\r\n0\r\n\r\n", 404, "not-found"),
  };
}

Table lines() {
  return {
      good("AnEmptyLineBefore", "\r\n" + get("/hello")),
      bad("TwoEmptyLinesBefore", "\r\n\r\n" + get("/hello"), "line_end"),
      bad("ALineFeedBefore", "\n" + get("/hello"), "line_end"),
      bad("BareLineFeeds", "GET /hello HTTP/1.1\nHost: a\n\n", "line_end"),
      bad("ABareLineFeedInTheFields", "GET /hello HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "line_end"),
      bad("ABareLineFeedAtTheEnd", "GET /hello HTTP/1.1\r\nHost: a\r\n\n", "line_end"),
      bad("ALineFeedBeforeTheReturn", "GET /hello HTTP/1.1\n\rHost: a\n\r\n\r", "line_end"),
      bad("ABareReturn", "GET /hello HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", "header"),
      bad("ABareReturnInAValue", get_with("X: a\rb\r\n"), "header"),
      bad("TwoReturns", get_with("X: a\r\r\n"), "header"),
      bad("AFoldedLine", get_with("X: a\r\n b\r\n"), "header"),
      bad("ALineFoldedByATab", get_with("X: a\r\n\tb\r\n"), "header"),
      bad("AFoldInTheFirstField", "GET /hello HTTP/1.1\r\n " + host + "\r\n", "header"),
      bad("ABlankBeforeTheColon", get_with("X : a\r\n"), "header"),
      bad("AFieldWithoutAName", get_with(": a\r\n"), "header"),
      bad("AFieldWithoutAColon", get_with("X\r\n"), "header"),
      bad("AFieldNameInBrackets", get_with("[X]: a\r\n"), "header"),
      bad("AFieldNameWithNul", get_with(bytes({"X\0Y: a\r\n", 8})), "header"),
      bad("AFieldNameWithNonAscii", get_with("Xé: a\r\n"), "header"),
      bad("AControlCharacterInAValue", get_with("X: a\x01\r\n"), "header"),
      bad("ADeleteInAValue", get_with("X: a\x7f\r\n"), "header"),
      bad("NulInAValue", get_with(bytes({"X: a\0b\r\n", 8})), "header"),
      good("BytesBeyondAsciiInAValue", get_with("X: \xe1\xbb\x93\xff\r\n")),
      good("AnEmptyValue", get_with("X:\r\nY: \t \r\n")),
  };
}

Table heads() {
  std::string fields;
  for (int count = 2; count <= 100; ++count) fields += "X: y\r\n";
  std::string many;
  while (many.size() < (1 << 20)) many += "X-Name: some value of no use\r\n";
  const auto too_large = [](const char* name, std::string sent, const char* reason = "head_size") {
    return breach(name, std::move(sent), 431, "head-too-large", reason);
  };
  const auto too_long = [](const char* name, std::string sent) {
    return breach(name, std::move(sent), 414, "target-too-long", "target_size");
  };
  return {
      good("AHundredFields", get_with(fields)),
      too_large("AHundredAndOneFields", get_with(fields + "X: y\r\n"), "header_count"),
      good("AHeadOfFifteenKilobytes", get_with("X: " + std::string(15000, 'a') + "\r\n")),
      too_large("AHeadOfSeventeenKilobytes", get_with("X: " + std::string(17000, 'a') + "\r\n")),
      too_large("AHeadOfAMegabyte", get_with("X: " + megabyte + "\r\n")),
      too_large("AHeadOfAMegabyteWithoutEnd", "GET /hello HTTP/1.1\r\nX: " + megabyte),
      too_large("AMegabyteOfFields", get_with(many)),
      too_large("AFieldNameOfAMegabyte", get_with(megabyte + ": x\r\n")),
      too_long("ALongTarget", get("/" + std::string(9000, 'a'))),
      too_long("ATargetOfAMegabyte", get("/" + megabyte)),
      too_long("ATargetOfAMegabyteWithoutEnd", "GET /" + megabyte),
      too_long("AMethodOfAMegabyte", megabyte),
      no("ATargetOfEightKilobytes", get("/" + std::string(8100, 'a')), 404, "not-found"),
      bad("TwoAuthorizations", get_with("Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), "repeated_header"),
      bad("TwoKeys", get_with("Idempotency-Key: a\r\nIdempotency-Key: b\r\n"), "repeated_header"),
      bad("TwoTypes", get_with("Content-Type: a/b\r\nContent-Type: a/b\r\n"), "repeated_header"),
  };
}

Table hosts() {
  const auto with_host = [](const std::string& fields) { return "GET /hello HTTP/1.1\r\n" + fields + "\r\n"; };
  return {
      good("AHostWithAPort", with_host("Host: motcua.example:8101\r\n")),
      good("AHostOfIpv6", with_host("Host: [::1]:8101\r\n")),
      good("AnEmptyHost", with_host("Host:\r\n")),
      bad("NoHost", with_host(""), "host"),
      bad("TwoHosts", with_host("Host: a\r\nHost: b\r\n"), "host"),
      bad("TheSameHostTwice", with_host("Host: a\r\nhost: a\r\n"), "host"),
      bad("AHostWithAPath", with_host("Host: a/b\r\n"), "host"),
      bad("AHostWithAUser", with_host("Host: a@b\r\n"), "host"),
      bad("AHostWithABlank", with_host("Host: a b\r\n"), "host"),
      bad("AListOfHosts", with_host("Host: a, b\r\n"), "host"),
  };
}

Table targets() {
  const auto target = [](const char* name, std::string_view text) {
    return bad(name, get(std::string{text}), "target");
  };
  std::string parameters = "/query?q=a";
  for (int count = 1; count < 100; ++count) parameters += "&q=a";
  return {
      good("AnEncodedSlash", get("/things/a%2Fb")),
      good("AnEscapeOfAnEscape", get("/things/%252e%252e")),
      good("LettersBeyondAscii", get("/things/h%E1%BB%93-s%C6%A1")),
      good("SemicolonsAndDots", get("/things/..;a=b")),
      good("AnEmptyQuery", get("/hello?")),
      good("AHundredParameters", get(parameters)),
      target("AHundredAndOneParameters", parameters + "&q=a"),
      target("EscapedNul", "/things/%00"),
      target("EscapedNulInAQuery", "/query?q=%00"),
      target("NulItself", {"/things/\0", 9}),
      target("AnOverlongSlash", "/things/%C0%AF"),
      target("AnOverlongDot", "/things/%E0%80%AE"),
      target("ASurrogate", "/things/%ED%A0%80"),
      target("BeyondUnicode", "/things/%F4%90%80%80"),
      target("HalfACharacter", "/things/%E1%BB"),
      target("ALonePercent", "/things/%"),
      target("HalfAnEscape", "/things/%2"),
      target("AnEscapeInOtherLetters", "/things/%zz"),
      target("AnEscapeOfFourDigits", "/things/%u0041"),
      target("AnEscapedLineEnd", "/things/a%0D%0Ab"),
      target("DotSegments", "/things/../hello"),
      target("OneDot", "/./hello"),
      target("EscapedDotSegments", "/things/%2e%2E/hello"),
      target("ADotSegmentAtTheEnd", "/hello/.."),
      target("ABackslash", "/things\\a"),
      target("AFragment", "/hello#a"),
      target("RawLettersBeyondAscii", "/things/hồ"),
      target("AngleBrackets", "/things/<a>"),
      target("NoSlash", "hello"),
      target("AbsoluteForm", "http://localhost/hello"),
      target("AbsoluteFormOfAnother", "http://elsewhere.example/"),
      bad("AsteriskForm", line("OPTIONS * HTTP/1.1"), "target"),
      bad("AuthorityForm", line("CONNECT localhost:80 HTTP/1.1"), "target"),
      no("TwoSlashes", get("//hello"), 404, "not-found"),
      no("AHostBehindTwoSlashes", get("//localhost/hello"), 404, "not-found"),
      no("ATrailingSlash", get("/hello/"), 404, "not-found"),
      no("AnEmptyParameter", get("/things/"), 404, "not-found"),
      no("AnUnknownPath", get("/nowhere"), 404, "not-found"),
      no("AnUnknownParameter", get("/hello?who=me"), 400, "malformed"),
  };
}

Table request_lines() {
  const auto one = [](const char* name, const std::string& text) { return bad(name, line(text), "request_line"); };
  const auto version = [](const char* name, const std::string& text) {
    return breach(name, line(text), 505, "version-not-supported", "version");
  };
  return {
      last("Http10", "GET /hello HTTP/1.0\r\n\r\n"),
      last("Http10ThatWouldStay", "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
      last("Http10WithABody", "POST /echo HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"),
      bad("Http09", "GET /hello\r\n\r\n", "request_line"),
      one("NoVersion", "GET /hello"),
      one("TwoBlanks", "GET  /hello HTTP/1.1"),
      one("ABlankBefore", " GET /hello HTTP/1.1"),
      one("ABlankAfter", "GET /hello HTTP/1.1 "),
      one("ABlankInTheTarget", "GET /hel lo HTTP/1.1"),
      one("ATab", "GET\t/hello\tHTTP/1.1"),
      one("ALowerCaseVersion", "GET /hello http/1.1"),
      one("AStrangeVersion", "GET /hello HTTP/11.1"),
      one("AVersionOfLetters", "GET /hello HTTP/a.b"),
      one("AVersionCutShort", "GET /hello HTTP/1"),
      one("AnotherProtocol", "GET /hello RTSP/1.0"),
      one("AMethodThatIsNoToken", "G(T /hello HTTP/1.1"),
      one("NoMethod", " /hello HTTP/1.1"),
      one("AnAnswer", "HTTP/1.1 200 OK"),
      version("AnotherVersion", "GET /hello HTTP/1.2"),
      version("Http2", "GET /hello HTTP/2.0"),
      version("ThePrefaceOfHttp2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
      version("Http3", "GET /hello HTTP/3.0"),
  };
}

Table methods() {
  const auto on = [](const char* method, const char* path) {
    return line(std::string{method} + " " + path + " HTTP/1.1");
  };
  const auto not_allowed = [&](const char* name, const char* method) {
    return no(name, on(method, "/hello"), 405, "method-not-allowed");
  };
  return {
      good("Get", on("GET", "/hello")),
      good("Head", on("HEAD", "/hello")),
      good("Post", post("{}")),
      good("Delete", on("DELETE", "/things/7"), {204}),
      good("Options", on("OPTIONS", "/hello"), {204}),
      not_allowed("PostWhereThereIsNone", "POST"),
      not_allowed("Put", "PUT"),
      not_allowed("Patch", "PATCH"),
      not_allowed("DeleteWhereThereIsNone", "DELETE"),
      not_allowed("Trace", "TRACE"),
      not_allowed("ConnectWithAPath", "CONNECT"),
      not_allowed("AMethodOfNobody", "BREW"),
      not_allowed("GetInSmallLetters", "get"),
      not_allowed("AMethodOfSigns", "!#$%&'*+-.^_`|~"),
      good("AMethodInAnotherField", get_with("X-HTTP-Method-Override: DELETE\r\n")),
  };
}

Table bodies_and_connections() {
  const auto typed = [](const std::string& fields) {
    return "POST /echo HTTP/1.1\r\n" + host + fields + "Content-Length: 2\r\n\r\n{}";
  };
  const auto type = [&](const char* name, const std::string& fields) {
    return no(name, typed(fields), 415, "unsupported-media-type");
  };
  return {
      good("ABody", post("hello")),
      no("ABodyForGet", "GET /hello HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\n{}", 400, "unexpected-body"),
      no("ABodyForNobody", "POST /nowhere HTTP/1.1\r\n" + host + "Content-Length: 2\r\n\r\n{}", 404, "not-found"),
      type("NoContentType", ""),
      type("AnotherContentType", "Content-Type: text/plain\r\n"),
      type("AnotherCharset", "Content-Type: application/json; charset=latin1\r\n"),
      type("ACompressedBody", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"),
      good("AWaitThatNobodyKeeps", post_with("Expect: 100-continue\r\nContent-Length: 2\r\n", "{}")),
      breach("AnotherExpectation", post_with("Expect: tea\r\n"), 417, "expectation-failed", "expect"),
      bad("TwoExpectations", post_with("Expect: 100-continue\r\nExpect: 100-continue\r\n"), "repeated_header"),
      last("Close", get_with("Connection: close\r\n")),
      last("CloseAmongOthers", get_with("Connection: keep-alive, CLOSE\r\n")),
      good("AnUpgradeToHttp2",
           get_with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAM\r\n")),
      good("AnUpgradeToWebSockets", get_with("Connection: Upgrade\r\nUpgrade: websocket\r\n")),
      good("AConnectionThatNamesHost", get_with("Connection: Host, Content-Length\r\n")),
      good("APipeline", get("/hello") + post("{}") + get("/things/7") + "\r\n" + get("/hello"), {200, 200, 200, 200}),
      {"APipelineThatBreaks",
       get("/hello") + get("/things/%00") + get("/hello"),
       {200, 400},
       "malformed-request",
       nullptr,
       Then::ends},
      {"ARequestHiddenInABody",
       post_with("Content-Length: 6\r\n" + te, "0\r\n\r\nG" + get("/things/hidden")),
       {400},
       "malformed-request",
       nullptr,
       Then::ends},
      half("HalfClosed", get("/hello"), {200}),
      half("HalfClosedAfterTwo", get("/hello") + post("{}"), {200, 200}),
      half("HalfClosedInAHead", "GET /hello HTTP/1.1\r\nHos", {}),
      half("HalfClosedAfterARequestAndAHalf", get("/hello") + "GET /hel", {200}),
      half("HalfClosedInABody", post_with("Content-Length: 5\r\n", "hell"), {}),
      half("HalfClosedInAChunk", post_with(te, "5\r\nhell"), {}),
      half("HalfClosedBeforeTheLastChunk", post_with(te, "5\r\nhello\r\n"), {}),
      half("HalfClosedWithoutAWord", "", {}),
  };
}

}  // namespace

std::vector<Stream> torture() {
  Table all;
  for (auto* part :
       {lengths, encodings, chunks, lines, heads, hosts, targets, request_lines, methods, bodies_and_connections}) {
    auto rows = part();
    all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
  }
  return all;
}

std::vector<Stream> breaches() {
  Table all = torture();
  std::erase_if(all, [](const Stream& one) { return one.reason == nullptr; });
  return all;
}

}  // namespace motcua::http
