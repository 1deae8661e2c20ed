#include "http/proxies.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace motcua::http {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Hop {
  const char* name;
  const char* peer;
  Headers headers;
  const char* client;
};

class TheClientBehindProxies : public testing::TestWithParam<Hop> {
 protected:
  const Proxies proxies_{{"127.0.0.1", "10.0.0.0/8", "fd00::/8"}};
};

TEST_P(TheClientBehindProxies, IsTheLastWhomNobodyOfOursVouchesFor) {
  EXPECT_EQ(proxies_.client(GetParam().peer, GetParam().headers), GetParam().client);
}

INSTANTIATE_TEST_SUITE_P(
    Hops, TheClientBehindProxies,
    testing::Values(
        Hop{"ComesItself", "203.0.113.7", {}, "203.0.113.7"},
        Hop{"ClaimsToBeAnother", "203.0.113.7", {{"x-forwarded-for", "198.51.100.1"}}, "203.0.113.7"},
        Hop{"ComesThroughOne", "10.1.2.3", {{"x-forwarded-for", "203.0.113.7"}}, "203.0.113.7"},
        Hop{"ComesThroughTwo", "10.1.2.3", {{"x-forwarded-for", "203.0.113.7, 10.9.9.9"}}, "203.0.113.7"},
        Hop{"LiesToTheFirst", "10.1.2.3", {{"x-forwarded-for", "192.0.2.1,203.0.113.7"}}, "203.0.113.7"},
        Hop{"LiesInAFieldOfItsOwn",
            "10.1.2.3",
            {{"x-forwarded-for", "192.0.2.1"}, {"host", "a"}, {"x-forwarded-for", "203.0.113.7"}},
            "203.0.113.7"},
        Hop{"IsAProxyThatSaysNothing", "10.1.2.3", {}, "10.1.2.3"},
        Hop{"IsAProxyThatSaysNonsense", "10.1.2.3", {{"x-forwarded-for", "203.0.113.7, unknown"}}, "10.1.2.3"},
        Hop{"IsJustOutsideTheNetwork", "11.0.0.1", {{"x-forwarded-for", "203.0.113.7"}}, "11.0.0.1"},
        Hop{"HasIpv6", "fd00::1", {{"x-forwarded-for", "2001:db8:0:1:aaaa:bbbb:cccc:dddd"}}, "2001:db8:0:1::/64"},
        Hop{"HasIpv4WrittenAsIpv6", "::ffff:10.1.2.3", {{"x-forwarded-for", "::ffff:203.0.113.7"}}, "203.0.113.7"}),
    [](const auto& one) { return one.param.name; });

TEST(TrustedProxies, AreAddressesOrNetworks) {
  for (const char* wrong : {"", "proxy", "10.0.0.0/33", "fd00::/129", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0"})
    EXPECT_THROW(Proxies{{wrong}}, std::runtime_error) << wrong;
  EXPECT_EQ(Proxies{{"0.0.0.0/0"}}.client("192.0.2.1", {{"x-forwarded-for", "203.0.113.7"}}), "203.0.113.7");
}

}  // namespace
}  // namespace motcua::http
