// Bodies that are kept in files while they come: whatever the client does, the handler sees a whole one or none.
#include "http/uploads.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "http/server_fixture_for_tests.hpp"

namespace motcua::http {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t limit = 1024 * 1024;

/// A server with one route that takes uploads, two at once, and one that gives a file out.
class Counter : public testing::Test {
 protected:
  Counter() {
    std::string name = (fs::temp_directory_path() / "uploads-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    folder_ = name;
    uploads_ = std::make_unique<Uploads>(folder_, 2, metrics_);
    std::vector<Route> routes;
    routes.push_back({.method = Method::post,
                      .path = "/papers",
                      .handler =
                          [this](const Request& request) {
                            ++handled_;
                            if (!request.upload) return json(200, "none");
                            return json(200, std::to_string(request.upload->size()) + "|" + request.upload->read(0, 4) +
                                                 "|" + std::to_string(request.body.size()));
                          },
                      .consumes = "*/*",
                      .body_limit = limit,
                      .admit = [](const Request& request) -> std::optional<Problem> {
                        if (request.header("authorization") == "good") return std::nullopt;
                        return Problem{401, "unauthorized", {"", "No"}};
                      },
                      .uploads = uploads_.get(),
                      .takes_query = true});
    routes.push_back({.method = Method::get, .path = "/file", .handler = [this](const Request&) {
                        core::File file = core::nameless_file(folder_);
                        file.append(std::string(3'000'000, 'f'));
                        Response response{.status = 200, .content_type = "application/pdf"};
                        response.file = std::make_shared<const core::File>(std::move(file));
                        return response;
                      }});
    server_ = std::make_unique<Server>(Settings{.workers = 2}, std::move(routes), metrics_);
    server_->start();
  }
  ~Counter() override {
    server_.reset();
    fs::remove_all(folder_);
  }

  RawClient client() const { return RawClient{server_->port()}; }
  static std::string head(const std::string& length, const std::string& who = "good") {
    return "POST /papers HTTP/1.1\r\nHost: a\r\nAuthorization: " + who + "\r\nContent-Type: application/pdf\r\n" +
           length + "\r\n\r\n";
  }
  static std::string whole(const std::string& body) {
    return head("Content-Length: " + std::to_string(body.size())) + body;
  }
  static std::string chunk(const std::string& bytes) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
  }
  void wait_for_uploads(const std::string& count) const {
    for (int tries = 0; tries < 3000; ++tries) {
      if (metrics_.text().find("motcua_http_uploads " + count + "\n") != std::string::npos) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    FAIL() << "never " << count << " uploads:\n" << metrics_.text();
  }

  std::string folder_;
  std::atomic<int> handled_{0};
  metrics::Registry metrics_{"uploads_test"};
  std::unique_ptr<Uploads> uploads_;
  std::unique_ptr<Server> server_;
};

TEST_F(Counter, GetsAWholeFileHoweverItCame) {
  RawClient one = client();
  const std::string body = "%PDF" + std::string(300'000, 'x');
  EXPECT_EQ(one.ask(whole(body)).body, "300004|%PDF|0");
  std::string chunked = head("Transfer-Encoding: chunked");
  for (int at = 0; at < 10; ++at) chunked += chunk("%PDF" + std::string(29'996, 'x'));
  EXPECT_EQ(one.ask(chunked + "0\r\n\r\n").body, "300000|%PDF|0");
  EXPECT_EQ(one.ask(whole("%PDF")).body, "4|%PDF|0") << "small ones are files too";
  EXPECT_EQ(one.ask(whole("")).body, "none");
  EXPECT_EQ(one.ask(whole("tiny") + whole("more")).body, "4|tiny|0");
  EXPECT_EQ(one.answer().body, "4|more|0") << "the next on the same connection";
  wait_for_uploads("0");
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Counter, SaysNoBeforeTheBodyComes) {
  for (const char* length : {"Content-Length: 5", "Content-Length: 900000", "Transfer-Encoding: chunked"}) {
    RawClient one = client();
    EXPECT_EQ(one.ask(head(length, "nobody")).status, 401) << length;
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(Counter, TakesNoMoreThanItsLimit) {
  RawClient one = client();
  EXPECT_EQ(one.ask(head("Content-Length: " + std::to_string(limit + 1))).status, 413);
  RawClient other = client();
  other.send(head("Transfer-Encoding: chunked"));
  for (int at = 0; at < 5; ++at) other.send(chunk(std::string(250'000, 'x')));
  EXPECT_EQ(other.answer().status, 413) << "what went into the file counts as well";
  EXPECT_EQ(handled_, 0);
  wait_for_uploads("0");
}

TEST_F(Counter, KeepsNothingOfWhatIsBrokenOff) {
  {
    RawClient one = client();
    one.send(head("Content-Length: 900000") + std::string(500'000, 'x'));
    wait_for_uploads("1");
    one.reset();
  }
  wait_for_uploads("0");
  RawClient other = client();
  other.send(head("Transfer-Encoding: chunked") + chunk(std::string(100'000, 'x')) + "zz\r\n");
  EXPECT_EQ(other.answer().status, 400);
  wait_for_uploads("0");
  EXPECT_EQ(handled_, 0);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Counter, TakesSoManyAtOnce) {
  RawClient one = client();
  RawClient two = client();
  one.send(head("Content-Length: 100000"));
  two.send(head("Content-Length: 100000"));
  wait_for_uploads("2");
  RawClient three = client();
  EXPECT_EQ(problem_of(three.ask(head("Content-Length: 100000"))), "overloaded");
  EXPECT_EQ(one.ask(std::string(100'000, 'x')).status, 200);
  wait_for_uploads("1");
  EXPECT_EQ(client().ask(whole("late")).status, 200);
}

TEST_F(Counter, WhoseFolderTakesNothingIsForLater) {
  fs::remove_all(folder_);
  EXPECT_EQ(problem_of(client().ask(whole("%PDF"))), "unavailable");
  EXPECT_EQ(handled_, 0);
  wait_for_uploads("0");
}

TEST_F(Counter, GivesAFileOutAndToHeadItsLengthAlone) {
  RawClient one = client();
  const RawAnswer answer = one.ask(get("/file"));
  EXPECT_EQ(answer.header("content-length"), "3000000");
  EXPECT_EQ(answer.body, std::string(3'000'000, 'f'));
  one.send("HEAD /file HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(one.answer(true).header("content-length"), "3000000");
  EXPECT_EQ(one.ask(get("/file")).status, 200) << "the connection goes on";
}

}  // namespace
}  // namespace motcua::http
