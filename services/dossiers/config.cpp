#include "dossiers/config.hpp"

namespace motcua::dossiers {

std::vector<config::Setting> settings() {
  using config::Kind;
  auto all = runtime::common_settings(
      {.service = "dossiers", .http_port = 8101, .http_workers = 16, .admin_port = 9101, .database_connections = 18});
  const std::vector<config::Setting> own{
      {.name = "topic",
       .kind = Kind::text,
       .description = "topic that the history is published on",
       .otherwise = "motcua.dossiers.v1"},
      {.name = "partitions",
       .kind = Kind::number,
       .description = "partitions of that topic when it has to be created",
       .otherwise = "4",
       .least = 1,
       .most = 64},
      {.name = "lookup_key_file",
       .kind = Kind::text,
       .description = "file with the secret that keys the digests of slip codes (32 characters or more)",
       .otherwise = std::nullopt},
      {.name = "identity_key_file",
       .kind = Kind::text,
       .description =
           "file with the keys of identity numbers' hashes (32 characters or more, each on a line of its own, the "
           "current one first); without it nobody can be searched for",
       .otherwise = ""},
      {.name = "searches_per_minute",
       .kind = Kind::number,
       .description = "searches by identity number allowed to one token's subject, whether they find anybody or not",
       .otherwise = "30",
       .least = 1,
       .most = 1000000},
      {.name = "lookups_per_minute",
       .kind = Kind::number,
       .description = "citizens' look-ups allowed to one address",
       .otherwise = "20",
       .least = 1,
       .most = 1000000},
      {.name = "lookups_per_number",
       .kind = Kind::number,
       .description =
           "citizens' look-ups a minute allowed for one dossier number, from wherever they come; so many that a "
           "few strangers cannot shut its citizen out, and nothing to a slip code's 40 bits",
       .otherwise = "300",
       .least = 1,
       .most = 1000000},
      {.name = "answers_kept_days",
       .kind = Kind::number,
       .description = "days for which a repeat of a request gets the first answer; the contract promises 30",
       .otherwise = "30",
       .least = 30,
       .most = 3650},
      {.name = "notices_every_seconds",
       .kind = Kind::number,
       .description = "seconds between two looks at due dates that are near or have passed",
       .otherwise = "60",
       .least = 1,
       .most = 86400},
      {.name = "lookup_address",
       .kind = Kind::text,
       .description = "where citizens look their dossier up: on each form, and in its QR code after the number",
       .otherwise = "https://motcua.vn/tra-cuu"},
      {.name = "form_font",
       .kind = Kind::text,
       .description = "TrueType font of the forms; it and the next two must have all letters of Vietnamese",
       .otherwise = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf"},
      {.name = "form_font_bold",
       .kind = Kind::text,
       .description = "the same, bold",
       .otherwise = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Bold.ttf"},
      {.name = "form_font_italic",
       .kind = Kind::text,
       .description = "the same, italic",
       .otherwise = "/usr/share/fonts/truetype/liberation2/LiberationSerif-Italic.ttf"},
      {.name = "forms_per_minute",
       .kind = Kind::number,
       .description = "forms and registers allowed to one token's subject; each costs as much as many readings",
       .otherwise = "120",
       .least = 1,
       .most = 1000000},
      {.name = "register_lines",
       .kind = Kind::number,
       .description = "dossiers that one register may hold; for a period with more a shorter one must be asked for",
       .otherwise = "500",
       .least = 1,
       .most = 2000},
  };
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

Settings::Settings(const config::Values& values)
    : common{values},
      topic{values.text("topic")},
      partitions{static_cast<int>(values.number("partitions"))},
      lookup_key{config::secret_in("lookup_key_file", values.text("lookup_key_file"), 32)},
      identity_key_file{values.text("identity_key_file")},
      searches_per_minute{static_cast<int>(values.number("searches_per_minute"))},
      lookups_per_minute{static_cast<int>(values.number("lookups_per_minute"))},
      lookups_per_number{static_cast<int>(values.number("lookups_per_number"))},
      answers_kept{values.number("answers_kept_days")},
      notices_every{values.number("notices_every_seconds")},
      fonts{values.text("form_font"), values.text("form_font_bold"), values.text("form_font_italic")},
      printing{values.text("lookup_address"), values.number("register_lines")},
      forms_per_minute{static_cast<int>(values.number("forms_per_minute"))} {}

}  // namespace motcua::dossiers
