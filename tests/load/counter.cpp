#include "load/counter.hpp"

#include <array>
#include <cinttypes>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace motcua::load {
namespace {

std::string id_in(const std::string& body) {
  constexpr std::string_view before = "\"id\":\"";
  const auto at = body.find(before);
  if (at == std::string::npos) throw std::runtime_error("an answer without an id: " + body.substr(0, 200));
  return body.substr(at + before.size(), 36);
}

}  // namespace

Counter::Counter(Place place, std::uint16_t port, Tally& tally, std::function<void()> pace)
    : place_{std::move(place)},
      connection_{port},
      tally_{tally},
      pace_{std::move(pace)},
      chance_{std::random_device{}()} {}

std::string Counter::take_in(const char* channel) {
  std::array<char, 512> body;
  const auto serial = chance_() % 1'000'000'000;
  std::snprintf(body.data(), body.size(),
                R"({"procedure_code":"%s","unit_code":"%s","channel":"%s","applicant":{"kind":"citizen",)"
                R"("name":"Lê Thị Thử Nghiệm","identity_number":"000%09)" PRIu64 R"(","phone":"0%09)" PRIu64
                R"("},"components":[{"name":"Đơn đề nghị","kind":"original","copies":1}]})",
                place_.procedure.c_str(), place_.unit.c_str(), channel, serial, serial);
  pace_();
  const Answer& answer =
      timed("register", post_request("/v1/dossiers", place_.officer, fresh_uuid(), std::string_view{body.data()}));
  if (answer.status != 201) throw std::runtime_error("not registered: " + answer.head + answer.body);
  return id_in(answer.body);
}

void Counter::live_a_life() {
  const auto began = Clock::now();
  const std::string dossier = take_in("online");
  const std::string read = get_request("/v1/dossiers/" + dossier, place_.officer);
  command(dossier, "accept", "{}", place_.officer);
  command(dossier, "assign", R"({"unit_code":")" + place_.unit + R"("})", place_.officer);
  timed("read", read);
  timed("search", get_request("/v1/dossiers?unit=" + place_.unit + "&status=processing&limit=20", place_.officer));
  command(dossier, "resolve", R"({"outcome":"granted"})", place_.handler);
  command(dossier, "return", "{}", place_.officer);
  timed("read", read);
  tally_.note("lifecycle", 0, Clock::now() - began);
}

void Counter::command(const std::string& dossier, const char* name, std::string_view body, const std::string& token) {
  pace_();
  const Answer& answer = timed(name, post_request("/v1/dossiers/" + dossier + "/" + name, token, fresh_uuid(), body));
  if (answer.status != 200) throw std::runtime_error(std::string{name} + ": " + answer.head + answer.body);
}

const Answer& Counter::timed(const char* operation, const std::string& request) {
  const auto began = Clock::now();
  const Answer& answer = connection_.ask(request);
  tally_.note(operation, answer.status, Clock::now() - began);
  return answer;
}

std::string Counter::fresh_uuid() {
  const std::uint64_t high = chance_();
  const std::uint64_t low = chance_();
  std::array<char, 37> text;
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-8%03x-%012" PRIx64, static_cast<unsigned>(high >> 32),
                static_cast<unsigned>(high >> 16 & 0xffff), static_cast<unsigned>(high & 0xfff),
                static_cast<unsigned>(low >> 48 & 0xfff), low & 0xffff'ffff'ffff);
  return text.data();
}

}  // namespace motcua::load
