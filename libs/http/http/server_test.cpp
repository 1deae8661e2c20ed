#include "http/server.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "http/json.hpp"
#include "http/server_fixture_for_tests.hpp"

namespace motcua::http {
namespace {

TEST(AnAnswer, CarriesWhatEveryAnswerCarries) {
  Running running;
  const RawAnswer answer = running.client().ask(get("/hello"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "{\"hello\":1}");
  EXPECT_EQ(answer.header("content-type"), "application/json");
  EXPECT_EQ(answer.header("content-length"), "11");
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer.header("date").size(), 29U);
  EXPECT_EQ(answer.header("traceparent").size(), 55U);
  EXPECT_EQ(answer.header("connection"), "");
}

TEST(ARequest, ReachesItsHandlerDecoded) {
  Running running;
  RawClient client = running.client();
  EXPECT_EQ(client.ask(get("/things/a%2Fb%20c")).body, "a/b c|/things/{id}");
  const std::string trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
  const RawAnswer answer = client.ask(get("/query?q=h%E1%BB%93+s%C6%A1", "traceparent: " + trace + "\r\n"));
  EXPECT_EQ(answer.body, "hồ sơ|127.0.0.1|" + trace);
  EXPECT_EQ(answer.header("traceparent"), trace);
}

TEST(AConnection, IsKeptUntilTheClientSaysClose) {
  Running running;
  RawClient client = running.client();
  for (int count = 0; count < 5; ++count) EXPECT_EQ(client.ask(get("/hello")).status, 200);
  const RawAnswer last = client.ask(get("/hello", "Connection: close\r\n"));
  EXPECT_EQ(last.header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(AConnection, OfHttp10EndsAfterItsAnswer) {
  Running running;
  RawClient client = running.client();
  EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\n\r\n").header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Head, IsAnsweredAsGetWithoutTheBody) {
  Running running;
  RawClient client = running.client();
  client.send("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.answer(true).header("content-length"), "11");
  client.send("HEAD /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.answer(true).status, 404);
  EXPECT_EQ(client.ask(get("/hello")).body, "{\"hello\":1}");
}

TEST(Options, NamesWhatIsAllowed) {
  Running running;
  const RawAnswer answer = running.client().ask("OPTIONS /things/7 HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("allow"), "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(answer.header("content-length"), "");
}

TEST(ABody, MayNameItsCharset) {
  Running running;
  RawClient client = running.client();
  EXPECT_EQ(client.ask(post("/echo", "{}", "Content-Type: Application/JSON; charset=UTF-8\r\n")).body, "{}");
  EXPECT_EQ(client.ask(post("/echo", "{}", "Content-Type: application/json;charset=\"utf-8\"\r\n")).body, "{}");
  EXPECT_EQ(client.ask(post("/echo", "", "")).status, 200) << "no body needs no type";
}

TEST(AProblem, SpeaksTheClientsLanguage) {
  Running running;
  RawClient client = running.client();
  EXPECT_EQ(http::read_json(client.ask(get("/nowhere")).body).at("title"), "Không tìm thấy");
  EXPECT_EQ(http::read_json(client.ask(get("/nowhere", "Accept-Language: en\r\n")).body).at("title"), "Not found");
}

TEST(AnImport, MayBeEightMebibytes) {
  Running running;
  RawClient client = running.client();
  const std::string type = "Content-Type: application/x-ndjson\r\n";
  EXPECT_EQ(client.ask(post("/import", std::string(8 << 20, 'x'), type)).body, std::to_string(8 << 20));
  EXPECT_EQ(client.ask(post("/import", std::string((8 << 20) + 1, 'x'), type)).status, 413);
  EXPECT_TRUE(client.ended());
}

TEST(ExpectContinue, IsAnsweredOnlyWhenTheBodyIsWanted) {
  Running running;
  RawClient client = running.client();
  const std::string head =
      "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n";
  EXPECT_EQ(client.ask(head + "Content-Length: 2\r\n\r\n").status, 100);
  EXPECT_EQ(client.ask("{}").body, "{}");
  EXPECT_EQ(client.ask(head + "Content-Length: 2\r\n\r\n{}").status, 200) << "who does not wait needs no leave";
  EXPECT_EQ(client.ask(head + "Content-Length: 9999999\r\n\r\n").status, 413);
  EXPECT_TRUE(client.ended());
  RawClient other = running.client();
  EXPECT_EQ(other
                .ask("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Type: "
                     "text/plain\r\nContent-Length: 2\r\n\r\n")
                .status,
            415);
  EXPECT_TRUE(other.ended());
}

TEST(ARouteWithoutAQuery, RefusesAnyParameter) {
  Running running;
  RawClient client = running.client();
  const RawAnswer answer = client.ask(get("/hello?who=me"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.header("content-type"), "application/problem+json");
  EXPECT_NE(answer.body.find(R"("pointer":"?who")"), std::string::npos);
  EXPECT_EQ(client.ask(post("/echo?a", "{}")).status, 400);
  EXPECT_EQ(client.ask(get("/hello?")).status, 200);
  EXPECT_EQ(client.ask(get("/nowhere?who=me")).status, 404);
}

std::string guarded(const std::string& fields) {
  return "POST /guarded HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + fields + "\r\n";
}

TEST(ALargeBody, IsNotReadFromOneWhoIsNotAdmitted) {
  Running running;
  for (const char* fields : {"Content-Length: 65537\r\n", "Transfer-Encoding: chunked\r\n",
                             "Content-Length: 2\r\nExpect: 100-continue\r\n"}) {
    RawClient client = running.client();
    const RawAnswer answer = client.ask(guarded(fields));
    EXPECT_EQ(answer.status, 401) << fields;
    EXPECT_EQ(answer.header("connection"), "close");
    EXPECT_TRUE(client.ended());
  }
}

TEST(ALargeBody, IsReadFromOneWhoIsAdmitted) {
  Running running;
  RawClient client = running.client();
  client.send(guarded("Authorization: good\r\nContent-Length: 100000\r\n"));
  EXPECT_EQ(client.ask(std::string(100000, 'x')).body, "100000");
}

TEST(ALargeBody, IsTriedLaterWhenNobodyCanSayWhoIsAdmitted) {
  Running running;
  EXPECT_EQ(running.client().ask(guarded("Authorization: none\r\nContent-Length: 100000\r\n")).status, 503);
}

TEST(ASmallBody, IsLeftToTheHandler) {
  Running running;
  EXPECT_EQ(running.client().ask(guarded("Content-Length: 2\r\n") + "{}").body, "2");
}

std::string import_of(std::size_t bytes) {
  return "POST /import HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-ndjson\r\nContent-Length: " +
         std::to_string(bytes) + "\r\n\r\n";
}

TEST(TheMemoryOfAllRequests, IsBounded) {
  constexpr std::size_t whole = 8 * 1024 * 1024;
  constexpr std::size_t part = 6 * 1024 * 1024;
  Running running{{.memory = 10 * 1024 * 1024}};
  RawClient first = running.client();
  first.send(import_of(whole) + std::string(part, 'x'));
  const std::string held = R"(motcua_http_held_bytes{server="rest"} )" + std::to_string(part);
  while (running.metrics().find(held) == std::string::npos) std::this_thread::sleep_for(std::chrono::milliseconds{5});

  RawClient second = running.client();
  second.send(import_of(whole) + std::string(part, 'x'));
  const RawAnswer answer = second.answer();
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "2");
  EXPECT_TRUE(second.ended());
  EXPECT_EQ(first.ask(std::string(whole - part, 'x')).body, std::to_string(whole));
  EXPECT_EQ(first.ask(import_of(whole) + std::string(whole, 'x')).body, std::to_string(whole)) << "it was let go";
}

TEST(AClientBehindATrustedProxy, IsKnownByItsOwnAddress) {
  Running running{{.trusted_proxies = {"127.0.0.0/8"}}};
  EXPECT_EQ(running.client().ask(get("/client", "X-Forwarded-For: 203.0.113.7\r\n")).body, "203.0.113.7");
  Running alone;
  EXPECT_EQ(alone.client().ask(get("/client", "X-Forwarded-For: 203.0.113.7\r\n")).body, "127.0.0.1");
}

TEST(AHandlerThatThrows, TellsNothing) {
  Running running;
  RawClient client = running.client();
  const RawAnswer broken = client.ask(get("/throws"));
  EXPECT_EQ(broken.status, 500);
  EXPECT_EQ(problem_of(broken), "internal-error");
  EXPECT_EQ(broken.body.find("secret"), std::string::npos);
  const RawAnswer later = client.ask(get("/later"));
  EXPECT_EQ(later.status, 503);
  EXPECT_EQ(problem_of(later), "unavailable");
  EXPECT_EQ(later.header("retry-after"), "2");
  EXPECT_EQ(later.body.find("secret"), std::string::npos);
  EXPECT_EQ(client.ask(get("/no-memory")).status, 503);
  EXPECT_EQ(client.ask(get("/odd")).status, 500);
  EXPECT_EQ(client.ask(get("/hello")).status, 200);
}

TEST(AClientThatFinishedSending, StillGetsItsAnswers) {
  Running running;
  RawClient client = running.client();
  client.send(get("/hello") + get("/things/7"));
  client.finish_sending();
  EXPECT_EQ(client.answer().status, 200);
  EXPECT_EQ(client.answer().body, "7|/things/{id}");
  EXPECT_TRUE(client.ended());
}

TEST(Metrics, CountByTemplateAndNeverByPath) {
  Running running;
  RawClient client = running.client();
  client.ask(get("/things/123456"));
  client.ask(get("/nowhere"));
  EXPECT_EQ(client.ask("BREW /things/1 HTTP/1.1\r\nHost: a\r\n\r\n").status, 405);
  client.ask("BAD\r\n\r\n");
  EXPECT_TRUE(client.ended());
  const std::string text = running.metrics();
  EXPECT_NE(text.find(R"(motcua_http_requests_total{method="GET",route="/things/{id}",status="200"} 1)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"(motcua_http_requests_total{method="GET",route="unmatched",status="404"} 1)"),
            std::string::npos);
  EXPECT_NE(text.find(R"(motcua_http_requests_total{method="other",route="/things/{id}",status="405"} 1)"),
            std::string::npos);
  EXPECT_NE(text.find(R"(motcua_http_refused_total{reason="request_line",server="rest"} 1)"), std::string::npos);
  EXPECT_NE(text.find(R"(motcua_http_request_duration_seconds_count{method="GET",route="/things/{id}"} 1)"),
            std::string::npos);
  EXPECT_EQ(text.find("123456"), std::string::npos);
}

TEST(APortThatIsTaken, IsNamedInTheError) {
  Running running;
  metrics::Registry metrics{"other"};
  Server second{{.port = running.port()}, {}, metrics};
  try {
    second.start();
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string{error.what()}.find(std::to_string(running.port())), std::string::npos);
  }
}

}  // namespace
}  // namespace motcua::http
