#include "runtime/admin_guard.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "core/text.hpp"

namespace motcua::runtime {
namespace {

bool is_address(const std::string& text) {
  in_addr four{};
  in6_addr six{};
  return ::inet_pton(AF_INET, text.c_str(), &four) == 1 || ::inet_pton(AF_INET6, text.c_str(), &six) == 1;
}

/// The host of `host`, `host:port` or `[address]:port`.
std::string without_port(std::string_view host) {
  if (host.starts_with('[')) return std::string{host.substr(1, host.find(']') - 1)};
  return core::lower(host.substr(0, host.find(':')));
}

bool is_ours(std::string_view host, const std::vector<std::string>& names) {
  const auto name = without_port(host);
  return name == "localhost" || is_address(name) || std::ranges::find(names, name) != names.end();
}

http::Problem unknown_host() {
  return {.status = 403,
          .code = "unknown-host",
          .title = {"Tên máy không được nhận", "Host not accepted"},
          .detail = {"Cổng quản trị chỉ nhận địa chỉ IP, localhost và các tên trong admin_hosts.",
                     "The admin port answers to addresses, localhost and the names in admin_hosts."}};
}

http::Problem header_missing() {
  return {.status = 403,
          .code = "command-header-missing",
          .title = {"Thiếu tiêu đề của lệnh", "The command's header is missing"},
          .detail = {"Lệnh quản trị cần tiêu đề Motcua-Command: 1.",
                     "A command of the admin port needs the header Motcua-Command: 1."}};
}

}  // namespace

http::Handler guarded_admin(http::Handler handler, bool changes, std::vector<std::string> hosts) {
  return [handle = std::move(handler), changes, hosts = std::move(hosts)](const http::Request& request) {
    if (!is_ours(request.header("host").value_or(""), hosts)) return http::answer(unknown_host(), request);
    if (changes && request.header("motcua-command") != "1") return http::answer(header_missing(), request);
    return handle(request);
  };
}

}  // namespace motcua::runtime
