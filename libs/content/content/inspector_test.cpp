#include <gtest/gtest.h>

#include <ostream>

#include "content/content.hpp"
#include "content/examples_for_tests.hpp"

namespace motcua::content {
namespace {

using namespace std::string_literals;

constexpr ArchiveLimits limits{.entries = 20, .unpacked_bytes = 8 * 1024 * 1024, .ratio = 100};
const std::string open_xml = "application/vnd.openxmlformats-officedocument.";

Verdict verdict_on(const std::string& bytes, const ArchiveLimits& allowed = limits) {
  static Inspector inspector;
  return inspector.inspect(examples::file_of(bytes), allowed);
}

struct Sample {
  const char* name;
  std::string bytes;
  std::string type;
  std::optional<Defect> defect{};
};
void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.name; }

class ContentOfAFile : public testing::TestWithParam<Sample> {};

TEST_P(ContentOfAFile, IsToldByItsBytesAlone) {
  const Verdict verdict = verdict_on(GetParam().bytes);
  EXPECT_EQ(verdict.media_type, GetParam().type);
  EXPECT_EQ(verdict.defect, GetParam().defect);
}

std::string many_entries() {
  std::vector<std::pair<std::string, std::string>> entries;
  for (int at = 0; at < 21; ++at) entries.emplace_back("e" + std::to_string(at), "x");
  return examples::zip(entries);
}

// Eight million bytes that do not pack: nothing but their number is wrong.
std::string noise(std::size_t count) {
  std::string bytes;
  std::uint64_t state = 7;
  for (std::size_t at = 0; at < count; ++at) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    bytes += static_cast<char>(state >> 56);
  }
  return bytes;
}

std::string without_last(std::string bytes, std::size_t count) {
  bytes.resize(bytes.size() - count);
  return bytes;
}

// In the middle of what is packed, so that the checksum of the entry no longer fits.
std::string damaged_zip() {
  std::string bytes = examples::zip({{"word.txt", noise(5000)}});
  bytes[2000] = static_cast<char>(bytes[2000] ^ 0x55);
  return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    Files, ContentOfAFile,
    testing::Values(
        Sample{"Pdf", examples::pdf(), "application/pdf"}, Sample{"Png", examples::png(), "image/png"},
        Sample{"Jpeg", examples::jpeg(), "image/jpeg"}, Sample{"Tiff", "II*\0\x08\0\0\0\0\0\0\0\0\0"s, "image/tiff"},
        Sample{"Docx", examples::docx(), open_xml + "wordprocessingml.document"},
        Sample{"Xlsx", examples::zip({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<workbook/>"}}),
               open_xml + "spreadsheetml.sheet"},
        Sample{"Odt", examples::odt(), "application/vnd.oasis.opendocument.text"},
        Sample{"Zip", examples::zip({{"giấy tờ/đơn.txt", "đơn"}}), "application/zip"},
        Sample{"AMimetypeThatIsNotFirst",
               examples::zip({{"content.xml", "<x/>"}, {"mimetype", "application/vnd.oasis.opendocument.text"}}),
               "application/zip"},
        Sample{"Html", "<!DOCTYPE html><html><script>alert(1)</script></html>", "text/html"},
        Sample{"Program",
               "\x7f"
               "ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x3e\0\1\0\0\0"s,
               "application/x-executable"},
        Sample{"Noise", std::string(300, '\x02'), "application/octet-stream"},
        Sample{"PdfCutOff", without_last(examples::pdf(), 10), "application/pdf", Defect::broken},
        Sample{"PngCutOff", without_last(examples::png(), 4), "image/png", Defect::broken},
        Sample{"JpegCutOff", without_last(examples::jpeg(), 2), "image/jpeg", Defect::broken},
        Sample{"DocxCutOff", without_last(examples::docx(), 30), "application/zip", Defect::broken},
        Sample{"DamagedInside", damaged_zip(), "application/zip", Defect::broken},
        Sample{"OnlyABeginning", "PK\x03\x04"s + noise(200), "application/zip", Defect::broken},
        Sample{"NoEntry", "PK\x05\x06"s + std::string(18, '\0'), "application/zip", Defect::broken},
        Sample{"Encrypted", examples::encrypted_zip(), "application/zip", Defect::encrypted},
        Sample{"ManyEntries", many_entries(), "application/zip", Defect::too_many_entries},
        Sample{"Large", examples::zip({{"a", noise(5'000'000)}, {"b", noise(5'000'000)}}), "application/zip",
               Defect::unpacks_too_large},
        Sample{"Bomb", examples::zip_bomb(7'000'000), "application/zip", Defect::unpacks_too_well},
        Sample{"PathUpwards", examples::zip({{"../../etc/passwd", "x"}}), "application/zip", Defect::unsafe_name},
        Sample{"PathFromTheRoot", examples::zip({{"/etc/passwd", "x"}}), "application/zip", Defect::unsafe_name},
        Sample{"PathOfWindows", examples::zip({{"..\\x", "x"}}), "application/zip", Defect::unsafe_name},
        Sample{"Nested", examples::zip({{"inner.bin", examples::zip({{"a", "x"}})}}), "application/zip",
               Defect::nested}),
    [](const auto& one) { return std::string{one.param.name}; });

TEST(ABomb, IsLeftAtTheLimitAndNotUnpackedWhole) {
  // Unpacked it would be forty times what may be: the look ends long before.
  const ArchiveLimits narrow{.entries = 10, .unpacked_bytes = 1024 * 1024, .ratio = 1000};
  EXPECT_EQ(verdict_on(examples::zip_bomb(40'000'000), narrow).defect, Defect::unpacks_too_large);
}

}  // namespace
}  // namespace motcua::content
