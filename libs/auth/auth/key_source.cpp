#include "auth/key_source.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sys/stat.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "log/log.hpp"

namespace motcua::auth {
namespace {

constexpr std::size_t largest = 256 * 1024;  // bytes of a JWKS; a hundred keys are some 50,000
constexpr std::chrono::seconds between_tries{10};
constexpr std::chrono::seconds between_looks{1};
constexpr std::chrono::milliseconds wait_for_a_reading{250};

std::string read_file(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error{"it cannot be opened; check the path and its rights"};
  std::string text(largest + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) throw std::runtime_error{"it cannot be read; is it a file?"};
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > largest) throw std::runtime_error{"it is larger than 256 KiB"};
  return text;
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* text) {
  auto& so_far = *static_cast<std::string*>(text);
  if (so_far.size() + size * count > largest) return 0;  // curl takes this for a failure and stops
  so_far.append(data, size * count);
  return size * count;
}

struct Cleanup {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};

int end_when_told(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

std::string read_url(const std::string& url, std::stop_token stop) {
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, Cleanup> curl{ready == CURLE_OK ? curl_easy_init() : nullptr};
  if (!curl) throw std::runtime_error{"libcurl does not start"};
  std::string text;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, 1000L);
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, 2000L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &text);
  curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, &end_when_told);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &stop);
  const auto outcome = curl_easy_perform(curl.get());
  if (outcome != CURLE_OK) throw std::runtime_error{curl_easy_strerror(outcome)};
  return text;
}

/// Whether the URL leads to this machine, so that nobody stands in between. Read as curl reads it: what looks like the
/// host may be a user's name.
bool is_here(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed{curl_url(), &curl_url_cleanup};
  char* part = nullptr;
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parsed.get(), CURLUPART_HOST, &part, 0) != CURLUE_OK) {
    return false;
  }
  const std::unique_ptr<char, decltype(&curl_free)> host{part, &curl_free};
  if (std::strcmp(host.get(), "localhost") == 0 || std::strcmp(host.get(), "[::1]") == 0) return true;
  in_addr address{};
  return inet_pton(AF_INET, host.get(), &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

/// Changes when the file is written or another takes its place.
std::string stamp_of(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return "";
  return std::to_string(found.st_ino) + ":" + std::to_string(found.st_size) + ":" +
         std::to_string(found.st_mtim.tv_sec) + "." + std::to_string(found.st_mtim.tv_nsec);
}

/// True as well when the clock was set back behind `last`.
bool is_past(core::Instant now, core::Instant last, std::chrono::milliseconds pause) {
  return now >= last + pause || now < last;
}

}  // namespace

KeySource::KeySource(std::string place, bool insecure, std::chrono::seconds refresh, core::Instant now)
    : place_{std::move(place)}, refresh_{refresh}, read_at_{now}, looked_at_{now} {
  if (is_file()) {
    try {
      stamp_ = stamp_of(place_);
      text_ = read_file(place_);
      keys_ = std::make_shared<Keys>(text_);
    } catch (const std::runtime_error& broken) {
      throw std::runtime_error{"the JWKS file " + place_ + " cannot be used: " + broken.what()};
    }
    return;
  }
  if (place_.starts_with("http://") && !insecure && !is_here(place_)) {
    throw std::runtime_error{"the JWKS URL " + place_ +
                             " is plain http to another machine: whoever stands between could put in keys of their "
                             "own. Use https, or a file, or allow it with jwks_insecure"};
  }
  {
    std::unique_lock lock{mutex_};
    reading_ = true;
    read(lock, {});
  }
  reader_ = std::jthread{[this](const std::stop_token& stop) { read_when_wanted(stop); }};
}

bool KeySource::is_file() const { return !place_.starts_with("http://") && !place_.starts_with("https://"); }

bool KeySource::file_changed(core::Instant now) {
  if (!is_file()) return false;
  looked_at_ = now;
  return stamp_of(place_) != stamp_;
}

std::shared_ptr<const Keys> KeySource::current(core::Instant now) {
  std::unique_lock lock{mutex_};
  if (!reading_) {
    const bool due = is_past(now, read_at_, keys_ ? refresh_ : std::min(refresh_, between_tries));
    if (due || (is_past(now, looked_at_, between_looks) && file_changed(now))) want(lock, now);
  }
  return keys_;
}

std::shared_ptr<const Keys> KeySource::beyond(const std::shared_ptr<const Keys>& seen, core::Instant now) {
  std::unique_lock lock{mutex_};
  if (keys_ != seen) return keys_;
  if (!reading_ && (is_past(now, read_at_, between_tries) || file_changed(now))) want(lock, now);
  if (reading_ && !awaited_) {
    awaited_ = true;
    read_ended_.wait_for(lock, wait_for_a_reading, [&] { return !reading_; });
  }
  return keys_;
}

void KeySource::want(std::unique_lock<std::mutex>& lock, core::Instant now) {
  reading_ = true;
  awaited_ = false;
  read_at_ = now;
  if (is_file()) {
    read(lock, {});
  } else {
    wanted_.notify_one();
  }
}

void KeySource::read_when_wanted(const std::stop_token& stop) {
  std::unique_lock lock{mutex_};
  while (wanted_.wait(lock, stop, [&] { return reading_; })) read(lock, stop);
}

void KeySource::read(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  const auto known = text_;
  const auto stamp = is_file() ? stamp_of(place_) : "";  // before reading: a change in between is seen at the next look
  lock.unlock();

  std::string text;
  std::shared_ptr<const Keys> keys;
  try {
    text = is_file() ? read_file(place_) : read_url(place_, stop);
    // The same text keeps the same keys, and so the tokens verified with them.
    if (text != known) {
      keys = std::make_shared<Keys>(text);
      log::info("signing keys read", {{"jwks", place_}});
    }
  } catch (const std::exception& broken) {
    if (!stop.stop_requested()) {
      log::warn("signing keys cannot be read; those known stay in use, will try again",
                {{"jwks", place_}, {"reason", broken.what()}});
    }
  }

  lock.lock();
  reading_ = false;
  stamp_ = stamp;
  if (keys) {
    text_ = std::move(text);
    keys_ = std::move(keys);
  }
  read_ended_.notify_all();
}

}  // namespace motcua::auth
