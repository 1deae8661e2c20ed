#include "http/message.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "http/json.hpp"
#include "http/trace.hpp"
#include "http/wire.hpp"

namespace motcua::http {
namespace {

Request asking_for(const std::string& languages) { return Request{.headers = {{"accept-language", languages}}}; }

struct Preference {
  const char* name;
  const char* header;
  Language language;
};
class TheLanguage : public testing::TestWithParam<Preference> {};

TEST_P(TheLanguage, IsWhatTheClientPrefers) {
  EXPECT_EQ(language_of(asking_for(GetParam().header)), GetParam().language);
}

INSTANTIATE_TEST_SUITE_P(Accept, TheLanguage,
                         testing::Values(Preference{"Nothing", "", Language::vietnamese},
                                         Preference{"English", "en", Language::english},
                                         Preference{"BritishEnglish", "EN-GB", Language::english},
                                         Preference{"Vietnamese", "vi-VN", Language::vietnamese},
                                         Preference{"BothAlike", "en, vi", Language::vietnamese},
                                         Preference{"EnglishMore", "vi;q=0.5, en;q=0.9", Language::english},
                                         Preference{"VietnameseMore", "en;q=0.5,vi", Language::vietnamese},
                                         Preference{"AnyLikeEnglish", "en, *", Language::vietnamese},
                                         Preference{"AnyLess", "en-US,en;q=0.9,*;q=0.5", Language::english},
                                         Preference{"EnglishRefused", "en;q=0", Language::vietnamese},
                                         Preference{"Another", "fr", Language::vietnamese},
                                         Preference{"Nonsense", ";;q=,en;q=x,", Language::vietnamese}),
                         [](const auto& one) { return one.param.name; });

TEST(AProblem, IsAnRfc9457Document) {
  Request request = asking_for("en");
  request.traceparent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
  const Problem problem{.status = 422,
                        .code = "moment-in-future",
                        .title = {"Ở tương lai", "In the future"},
                        .detail = {"Chi tiết", "Detail"},
                        .errors = {{"/submitted_at", {"sai", "wrong"}}},
                        .headers = {{"Retry-After", "1"}},
                        .members = {{"rule", "D61/2018 Art. 17"}}};
  const Response response = answer(problem, request);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.headers,
            (std::vector<std::pair<std::string, std::string>>{{"Retry-After", "1"}, {"Content-Language", "en"}}));
  EXPECT_EQ(
      http::read_json(response.body),
      http::read_json(
          R"({"type":"https://motcua.vn/problems/moment-in-future","title":"In the future","status":422,"detail":"Detail",
              "errors":[{"pointer":"/submitted_at","detail":"wrong"}],"rule":"D61/2018 Art. 17","trace_id":"0123456789abcdef0123456789abcdef"})"));
}

TEST(AProblem, SurvivesTextThatIsNotUtf8) {
  EXPECT_NO_THROW(answer({.status = 400, .code = "x", .title = {"\xff", ""}}, Request{}));
}

TEST(ATraceparent, IsTakenOnlyAsW3cWritesIt) {
  EXPECT_TRUE(is_traceparent("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"));
  EXPECT_TRUE(is_traceparent(new_traceparent()));
  EXPECT_NE(new_traceparent(), new_traceparent());
  for (const char* bad : {"", "00-0123456789ABCDEF0123456789abcdef-0123456789abcdef-01",
                          "01-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
                          "00-00000000000000000000000000000000-0123456789abcdef-01",
                          "00-0123456789abcdef0123456789abcdef-0000000000000000-01",
                          "00-0123456789abcdef0123456789abcdef-0123456789abcdef-0",
                          "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01-x"}) {
    EXPECT_FALSE(is_traceparent(bad)) << bad;
  }
}

TEST(AnAnswersHead, CannotBeSplitByAValue) {
  Response response{.status = 200};
  response.with("Location", "/a\r\nSet-Cookie: b")
      .with("Bad Name", "x")
      .with("Content-Length", "7")
      .with("Connection", "upgrade");
  const std::string head = head_of(response, {});
  EXPECT_EQ(head.find("\nSet-Cookie"), std::string::npos);
  EXPECT_EQ(head.find("Bad Name"), std::string::npos);
  EXPECT_EQ(head.find("Connection"), std::string::npos);
  EXPECT_NE(head.find("\r\nContent-Length: 0\r\n"), std::string::npos);
}

TEST(AnAnswersHead, MayBeCachedOnlyWhereTheHandlerSaysSo) {
  EXPECT_NE(head_of({}, {}).find("Cache-Control: no-store\r\n"), std::string::npos);
  const std::string head = head_of(Response{}.with("cache-control", "private, max-age=60"), {});
  EXPECT_EQ(head.find("no-store"), std::string::npos);
}

}  // namespace
}  // namespace motcua::http
