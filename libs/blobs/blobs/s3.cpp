#include <curl/curl.h>

#include <algorithm>
#include <system_error>

#include "blobs/stores.hpp"

namespace motcua::blobs {
namespace {

constexpr long connect_ms = 3000;
constexpr long least_rate = 4096;  // bytes a second
constexpr long least_rate_for = 10;
constexpr long longest = 600;  // seconds

struct Cleanup {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Headers = std::unique_ptr<curl_slist, Cleanup>;

/// What is sent, and how far it is.
struct Sending {
  const core::File& content;
  std::uint64_t at = 0;
};

// Nothing may be thrown through libcurl.
std::size_t give(char* buffer, std::size_t size, std::size_t count, void* self) noexcept {
  auto& sending = *static_cast<Sending*>(self);
  try {
    const std::string bytes = sending.content.read(sending.at, size * count);
    std::copy(bytes.begin(), bytes.end(), buffer);
    sending.at += bytes.size();
    return bytes.size();
  } catch (...) {
    return CURL_READFUNC_ABORT;
  }
}

std::size_t keep(char* data, std::size_t size, std::size_t count, void* self) noexcept {
  try {
    static_cast<core::File*>(self)->append({data, size * count});
    return size * count;
  } catch (...) {
    return 0;  // libcurl takes this for a failure and stops
  }
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) noexcept { return size * count; }

class S3 : public Store {
 public:
  S3(const std::string& bucket, const Settings& settings)
      : base_{settings.endpoint + "/" + bucket + "/"},
        folder_{settings.folder},
        scope_{"aws:amz:" + settings.region + ":s3"},
        key_id_{settings.key_id},
        secret_{settings.secret} {
    const bool address = settings.endpoint.starts_with("https://") || settings.endpoint.starts_with("http://");
    const bool good_bucket = !bucket.empty() && std::all_of(bucket.begin(), bucket.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    if (!address || settings.endpoint.ends_with('/'))
      throw std::runtime_error{"papers_s3_endpoint must begin with https:// or http:// and not end with a slash"};
    if (!good_bucket) throw std::runtime_error{"papers: a bucket's name is of a-z, 0-9, hyphens and dots"};
    if (settings.region.empty() || key_id_.empty())
      throw std::runtime_error{"papers in S3 need papers_s3_region, papers_s3_key_id and papers_s3_key_file"};
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready != CURLE_OK) throw std::runtime_error{"libcurl does not start"};
  }

  void put(const std::string& key, const core::File& content) override {
    Sending sending{content};
    // What is signed is what is sent: a byte that changes on the way is refused at the other end.
    const auto asked = request(key, "x-amz-content-sha256: " + digest_of(content));
    CURL* curl = asked.curl.get();
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &sending);
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(content.size()));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &drop);
    const long status = answered(curl);
    if (status != 200) throw Unavailable{"the papers' bucket answered " + std::to_string(status) + " to PUT"};
  }

  std::optional<core::File> get(const std::string& key) override {
    core::File content = incoming();
    const auto asked = request(key, "x-amz-content-sha256: " + nothing());
    curl_easy_setopt(asked.curl.get(), CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(asked.curl.get(), CURLOPT_WRITEDATA, &content);
    const long status = answered(asked.curl.get());
    if (status == 404) return std::nullopt;
    if (status != 200) throw Unavailable{"the papers' bucket answered " + std::to_string(status) + " to GET"};
    return content;
  }

  void remove(const std::string& key) override {
    core::File words = incoming();
    const auto asked = request(key, "x-amz-content-sha256: " + nothing());
    curl_easy_setopt(asked.curl.get(), CURLOPT_CUSTOMREQUEST, "DELETE");
    curl_easy_setopt(asked.curl.get(), CURLOPT_WRITEFUNCTION, &keep);
    curl_easy_setopt(asked.curl.get(), CURLOPT_WRITEDATA, &words);
    const long status = answered(asked.curl.get());
    // A store without such a bucket says 404 as well, and has removed nothing.
    const bool was_not_there = status == 404 && words.read(0, 4096).find("NoSuchKey") != std::string::npos;
    if (status != 200 && status != 204 && !was_not_there)
      throw Unavailable{"the papers' bucket answered " + std::to_string(status) + " to DELETE"};
  }

 private:
  struct Request {
    std::unique_ptr<CURL, Cleanup> curl;
    Headers headers;
  };

  static std::string nothing() {
    return "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";  // SHA-256 of no bytes
  }

  core::File incoming() const {
    try {
      return core::nameless_file(folder_);
    } catch (const std::system_error& refused) {
      throw Unavailable{refused.what()};
    }
  }

  Request request(const std::string& key, const std::string& header) const {
    check_key(key);
    Request made{std::unique_ptr<CURL, Cleanup>{curl_easy_init()}, Headers{curl_slist_append(nullptr, header.c_str())}};
    if (!made.curl || !made.headers) throw Unavailable{"libcurl does not start"};
    CURL* curl = made.curl.get();
    curl_easy_setopt(curl, CURLOPT_URL, (base_ + key).c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, scope_.c_str());
    curl_easy_setopt(curl, CURLOPT_USERNAME, key_id_.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, secret_.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, made.headers.get());
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, least_rate);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, least_rate_for);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, longest);
    return made;
  }

  /// The status; a store that cannot be asked is Unavailable.
  static long answered(CURL* curl) {
    const CURLcode outcome = curl_easy_perform(curl);
    if (outcome != CURLE_OK) throw Unavailable{std::string{"the papers' bucket: "} + curl_easy_strerror(outcome)};
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  const std::string base_;
  const std::string folder_;
  const std::string scope_;
  const std::string key_id_;
  const std::string secret_;
};

}  // namespace

std::unique_ptr<Store> s3(const std::string& bucket, const Settings& settings) {
  return std::make_unique<S3>(bucket, settings);
}

}  // namespace motcua::blobs
