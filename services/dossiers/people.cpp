#include "dossiers/people.hpp"

#include <algorithm>
#include <cctype>

#include "core/text.hpp"
#include "store/digest.hpp"

namespace motcua::dossiers {
namespace {

std::size_t bytes_of_first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(bytes, text.size());
}

std::string initials(std::string_view name) {
  std::string masked;
  for (const std::string_view word : core::split(name, ' ')) {
    if (word.empty()) continue;
    if (!masked.empty()) masked += ' ';
    masked.append(word.substr(0, bytes_of_first_character(word))).append(".");
  }
  return masked;
}

// A number of up to four characters would be told by its last three; of such only stars are shown.
std::string last_three(const std::string& number) {
  if (number.size() <= 4 || !std::all_of(number.begin(), number.end(), [](unsigned char c) { return c < 0x80; }))
    return "***";
  return "***" + number.substr(number.size() - 3);
}

std::optional<std::string> last_three(const std::optional<std::string>& number) {
  return number ? std::optional{last_three(*number)} : std::nullopt;
}

}  // namespace

PersonDetails masked(const PersonDetails& person) {
  return {initials(person.name), last_three(person.identity_number), last_three(person.phone)};
}

ApplicantDetails masked(const ApplicantDetails& applicant) {
  ApplicantDetails shown{applicant.kind, masked(applicant.person), std::nullopt};
  if (applicant.representative) shown.representative = masked(*applicant.representative);
  return shown;
}

std::string digest_of(const PersonDetails& person, std::string_view salt) {
  // A separator that no field can hold, so that two people never give the same bytes.
  const std::string text = person.name + '\n' + person.identity_number.value_or("") + '\n' + person.phone.value_or("");
  return store::hmac_sha256_hex(salt, text);
}

std::string digest_of(std::string_view text, std::string_view salt) { return store::hmac_sha256_hex(salt, text); }

bool resembles_a_citizens_number(std::string_view text) {
  const auto is_digit = [](unsigned char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; };
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return digits >= 9 && digits <= 12 && std::none_of(text.begin(), text.end(), is_letter);
}

}  // namespace motcua::dossiers
