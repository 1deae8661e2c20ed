#include "content/examples_for_tests.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <filesystem>
#include <stdexcept>

namespace motcua::content::examples {
namespace {

using namespace std::string_literals;

class Writer {
 public:
  explicit Writer(bool encrypted) : archive_{::archive_write_new()} {
    ::archive_write_set_format_zip(archive_);
    if (encrypted) {
      ::archive_write_set_options(archive_, "zip:encryption=aes256");
      ::archive_write_set_passphrase(archive_, "mật khẩu");
    }
    ::archive_write_set_bytes_per_block(archive_, 0);
    if (::archive_write_open2(archive_, this, nullptr, write, nullptr, nullptr) != ARCHIVE_OK)
      throw std::runtime_error{"no archive can be made"};
  }
  ~Writer() { ::archive_write_free(archive_); }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void add(const std::string& name, const std::string& content) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, name.c_str());
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, 0644);
    ::archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    const bool added =
        ::archive_write_header(archive_, entry) >= ARCHIVE_WARN &&
        ::archive_write_data(archive_, content.data(), content.size()) == static_cast<la_ssize_t>(content.size());
    ::archive_entry_free(entry);
    if (!added) throw std::runtime_error{"no entry can be added: " + name};
  }
  std::string finish() {
    ::archive_write_close(archive_);
    return bytes_;
  }

 private:
  static la_ssize_t write(archive*, void* self, const void* bytes, std::size_t count) {
    static_cast<Writer*>(self)->bytes_.append(static_cast<const char*>(bytes), count);
    return static_cast<la_ssize_t>(count);
  }

  archive* archive_;
  std::string bytes_;
};

}  // namespace

core::File file_of(const std::string& bytes) {
  core::File file = core::nameless_file(std::filesystem::temp_directory_path().string());
  file.append(bytes);
  return file;
}

std::string pdf() {
  return "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
         "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\n0000000000 65535 f \n"
         "0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n"
         "startxref\n164\n%%EOF\n";
}

// One black point.
std::string png() {
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDAT\x78\x9c\x63\x60\0\0\0\2"
         "\0\1\x48\xaf\xa4\x71"
         "\0\0\0\0IEND\xae\x42\x60\x82"s;
}

std::string jpeg() {
  return "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"s + "\xff\xdb\0\x43\0"s + std::string(64, '\1') + "\xff\xd9"s;
}

std::string docx() {
  return zip({{"[Content_Types].xml", "<Types/>"},
              {"_rels/.rels", "<Relationships/>"},
              {"word/document.xml", "<w:document>Đơn đăng ký</w:document>"}});
}

std::string odt() {
  return zip({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", "<office:document-content/>"}});
}

std::string zip(const std::vector<std::pair<std::string, std::string>>& entries) {
  Writer writer{false};
  for (const auto& [name, content] : entries) writer.add(name, content);
  return writer.finish();
}

std::string encrypted_zip() {
  Writer writer{true};
  writer.add("secret.txt", "bí mật");
  return writer.finish();
}

std::string zip_bomb(std::size_t unpacked) { return zip({{"zeros.bin", std::string(unpacked, '\0')}}); }

}  // namespace motcua::content::examples
