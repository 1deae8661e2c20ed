#include "blobs/blobs.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace motcua::blobs {
namespace {

namespace fs = std::filesystem;

core::File file_of(const std::string& bytes) {
  core::File file = core::nameless_file(fs::temp_directory_path().string());
  file.append(bytes);
  return file;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "none" : value;
}

// Each store is asked the same. The S3 one is there when MOTCUA_TEST_S3 names its endpoint (tests/run.sh starts one).
class AStore : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "blobs-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    const char* endpoint = std::getenv("MOTCUA_TEST_S3");
    Settings settings{.place = "directory:" + folder_, .folder = folder_};
    if (std::string{GetParam()} == "S3") {
      if (endpoint == nullptr)
        GTEST_SKIP()
            << "MOTCUA_TEST_S3 names no S3 server; tests/run.sh starts one where pip can fetch it, and sets it";
      settings = {.place = "s3:papers",
                  .folder = folder_,
                  .endpoint = endpoint,
                  .region = "us-east-1",
                  .key_id = environment("MOTCUA_TEST_S3_KEY_ID"),
                  .secret = environment("MOTCUA_TEST_S3_KEY")};
    }
    store_ = open(settings);
  }
  void TearDown() override {
    store_.reset();
    fs::remove_all(folder_);
  }

  std::string folder_;
  std::unique_ptr<Store> store_;
};

std::string key_for(const std::string& what) { return digest_of(file_of(what)); }

TEST_P(AStore, GivesBackWhatItTook) {
  const std::string key = key_for("gives back");
  EXPECT_FALSE(store_->get(key));
  const std::string bytes = std::string(3'000'000, 'g') + "iấy";
  store_->put(key, file_of(bytes));
  const auto kept = store_->get(key);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->size(), bytes.size());
  EXPECT_EQ(digest_of(*kept), digest_of(file_of(bytes)));
}

TEST_P(AStore, ReplacesAndRemovesAndMindsNothingThatIsNotThere) {
  const std::string key = key_for("replaces");
  store_->put(key, file_of("một"));
  store_->put(key, file_of("hai"));
  EXPECT_EQ(store_->get(key)->read(0, 10), "hai");
  store_->remove(key);
  EXPECT_FALSE(store_->get(key));
  EXPECT_NO_THROW(store_->remove(key));
}

TEST_P(AStore, TakesNoNameForAKey) {
  for (const char* name : {"", "../../etc/passwd", "giấy.pdf", "ABCDEF"}) {
    EXPECT_THROW(store_->put(name, file_of("x")), std::logic_error) << name;
    EXPECT_THROW(store_->get(name), std::logic_error) << name;
    EXPECT_THROW(store_->remove(name), std::logic_error) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, AStore, testing::Values("Directory", "S3"),
                         [](const auto& one) { return std::string{one.param}; });

class ADirectory : public testing::Test {
 protected:
  ~ADirectory() override { fs::remove_all(path_); }
  static std::string made() {
    std::string name = (fs::temp_directory_path() / "papers-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    return name;
  }

  std::string path_ = made();
  std::unique_ptr<Store> store_ = open({.place = "directory:" + path_, .folder = path_});
};

TEST_F(ADirectory, SpreadsByKeyAndKeepsOthersOut) {
  const std::string key = key_for("spread");
  store_->put(key, file_of("x"));
  const fs::path file = fs::path{path_} / key.substr(0, 2) / key.substr(2, 2) / key;
  ASSERT_TRUE(fs::exists(file));
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_TRUE(fs::is_empty(path_ + "/incoming"));
}

TEST_F(ADirectory, ThatTakesNothingIsUnavailableAndKeepsNoHalf) {
  fs::remove_all(path_);
  EXPECT_THROW(store_->remove(key_for("x")), Unavailable) << "it may be there when the folder is again";
  std::ofstream{path_} << "a file in its place";
  EXPECT_THROW(store_->put(key_for("x"), file_of("x")), Unavailable);
  fs::remove(path_);
}

TEST_F(ADirectory, ForgetsWhatWasBrokenOffADayAgo) {
  const std::string old = path_ + "/incoming/old";
  const std::string fresh = path_ + "/incoming/fresh";
  std::ofstream{old} << "x";
  std::ofstream{fresh} << "x";
  fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours{25});
  store_ = open({.place = "directory:" + path_, .folder = path_});
  EXPECT_FALSE(fs::exists(old));
  EXPECT_TRUE(fs::exists(fresh));

  fs::last_write_time(fresh, fs::file_time_type::clock::now() - std::chrono::hours{25});
  store_->put(key_for("x"), file_of("x"));
  EXPECT_FALSE(fs::exists(fresh)) << "a service that runs for months forgets as well";
}

TEST(APlace, ThatCannotBeUsedIsToldAtTheStart) {
  const Settings s3{.place = "s3:papers",
                    .folder = "/var/tmp",
                    .endpoint = "https://s3.example.vn",
                    .region = "r",
                    .key_id = "k",
                    .secret = "secret"};
  const auto with = [&](auto change) {
    Settings changed = s3;
    change(changed);
    return changed;
  };
  EXPECT_NO_THROW(open(s3));
  EXPECT_THROW(open({.place = "directory:/no/such/folder", .folder = "/var/tmp"}), std::runtime_error);
  EXPECT_THROW(open({.place = "somewhere", .folder = "/var/tmp"}), std::runtime_error);
  EXPECT_THROW(open(with([](Settings& one) { one.place = "s3:../x"; })), std::runtime_error);
  EXPECT_THROW(open(with([](Settings& one) { one.endpoint = "s3.example.vn"; })), std::runtime_error);
  EXPECT_THROW(open(with([](Settings& one) { one.key_id = ""; })), std::runtime_error);
}

TEST(AnS3Store, ThatIsNotThereIsUnavailable) {
  const auto store = open({.place = "s3:papers",
                           .folder = fs::temp_directory_path().string(),
                           .endpoint = "http://127.0.0.1:9",
                           .region = "r",
                           .key_id = "k",
                           .secret = "secret"});
  EXPECT_THROW(store->put(key_for("x"), file_of("x")), Unavailable);
  EXPECT_THROW(store->get(key_for("x")), Unavailable);
  EXPECT_THROW(store->remove(key_for("x")), Unavailable);
}

TEST(AnS3Store, ThatDoesNotKnowOurKeyIsUnavailable) {
  const char* endpoint = std::getenv("MOTCUA_TEST_S3");
  if (endpoint == nullptr)
    GTEST_SKIP() << "MOTCUA_TEST_S3 names no S3 server; tests/run.sh starts one where pip can fetch it, and sets it";
  const auto store = open({.place = "s3:papers",
                           .folder = fs::temp_directory_path().string(),
                           .endpoint = endpoint,
                           .region = "us-east-1",
                           .key_id = environment("MOTCUA_TEST_S3_KEY_ID"),
                           .secret = "another secret"});
  EXPECT_THROW(store->put(key_for("x"), file_of("x")), Unavailable);
  EXPECT_THROW(store->get(key_for("x")), Unavailable);
}

TEST(ADigest, IsThatOfAllPieces) {
  EXPECT_EQ(digest_of(file_of("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace motcua::blobs
