#include "auth/forged_for_tests.hpp"

#include <array>

#include "core/text.hpp"

namespace motcua::auth {
namespace {

std::string altered(std::string token, std::size_t part) {
  const auto at = part == 0 ? 5 : part == 1 ? token.find('.') + 25 : token.rfind('.') + 10;
  token[at] = token[at] == 'A' ? 'B' : 'A';
  return token;
}

// A good token's header and signature around other claims.
std::string with_payload(const std::string& token, const std::string& claims) {
  return token.substr(0, token.find('.') + 1) + core::base64url(claims) + token.substr(token.rfind('.'));
}
std::string with_signature(const std::string& token, const std::string& bytes) {
  return token.substr(0, token.rfind('.') + 1) + core::base64url(bytes);
}
std::string signature_of(const std::string& token) {
  return core::from_base64url(std::string_view{token}.substr(token.rfind('.') + 1)).value_or("");
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

std::vector<Forged> of_headers(const std::string& good) {
  return {
      {"None", "", "missing"},
      {"EmptyToken", "Bearer ", "missing"},
      {"SchemeAlone", "Bearer", "missing"},
      {"NoScheme", good, "missing"},
      {"AnotherScheme", "Basic " + good, "missing"},
      {"TrailingWord", "Bearer " + good + " x", "malformed"},
      {"TrailingRubbish", "Bearer " + good + "!", "malformed"},
      {"TrailingNewLineEscape", "Bearer " + good + "%0A", "malformed"},
      {"TwoTokensInOneHeader", "Bearer " + good + ", Bearer " + good, "malformed"},
      {"Quoted", "Bearer \"" + good + "\"", "malformed"},
  };
}

std::vector<Forged> of_algorithms(const ForgeKey& ec, const ForgeKey& rsa) {
  const auto claims = Claim{}.text();
  const auto none = [&](const std::string& alg) {
    return core::base64url(R"({"alg":")" + alg + R"(","typ":"at+jwt","kid":"ec-1"})") + "." + core::base64url(claims) +
           ".";
  };
  const auto hmac = [&](const std::string& kid, const std::string& secret) {
    return sign_hs256(R"({"alg":"HS256","typ":"at+jwt","kid":")" + kid + "\"}", claims, secret);
  };
  return {
      {"AlgNone", none("none") + "AA", "algorithm"},
      {"AlgNoneWithoutSignature", none("none"), "malformed"},
      {"AlgNoneInOddCase", ec.sign(R"({"alg":"nOnE","typ":"at+jwt","kid":"ec-1"})", claims), "algorithm"},
      {"AlgEmpty", none("") + "AA", "algorithm"},
      {"PublicKeyAsHmacSecret", hmac("rsa-1", rsa.jwk()), "algorithm"},
      {"PublicKeyInPemAsHmacSecret", hmac("rsa-1", rsa.pem()), "algorithm"},
      {"PublicEcKeyInPemAsHmacSecret", hmac("ec-1", ec.pem()), "algorithm"},
      {"HmacInTheNameOfEs256", sign_hs256(header_of(ec), claims, ec.pem()), "signature"},
      {"HmacInTheNameOfRs256", sign_hs256(header_of(rsa), claims, rsa.pem()), "signature"},
      {"AlgOfAnotherKind", ec.sign(R"({"alg":"RS256","typ":"at+jwt","kid":"ec-1"})", claims), "algorithm"},
      {"EcTokenNamesRsaKey", ec.sign(R"({"alg":"ES256","typ":"at+jwt","kid":"rsa-1"})", claims), "algorithm"},
      {"AlgOutsideTheList", ec.sign(R"({"alg":"ES384","typ":"at+jwt","kid":"ec-1"})", claims), "algorithm"},
      {"AlgIsAList", ec.sign(R"({"alg":["ES256"],"typ":"at+jwt","kid":"ec-1"})", claims), "algorithm"},
      {"NoAlg", ec.sign(R"({"typ":"at+jwt","kid":"ec-1"})", claims), "algorithm"},
  };
}

std::vector<Forged> of_keys(const ForgeKey& ec) {
  const auto stranger = ForgeKey::p256(ec.kid());
  const auto claims = Claim{}.text();
  const auto kid = [&](const std::string& text) {
    return ec.sign(R"({"alg":"ES256","typ":"at+jwt","kid":)" + text + "}", claims);
  };
  const auto brings = [&](const std::string& member) { return stranger.sign(header_of(ec, "," + member), claims); };
  return {
      {"UnknownKid", kid(R"("ec-2")"), "unknown_key"},
      {"NoKid", ec.sign(R"({"alg":"ES256","typ":"at+jwt"})", claims), "unknown_key"},
      {"KidIsANumber", kid("1"), "unknown_key"},
      {"KidIsEmpty", kid(R"("")"), "unknown_key"},
      {"KidIsAPath", kid(R"("../../../dev/null")"), "unknown_key"},
      {"KidIsSql", kid(R"("x' UNION SELECT 'key")"), "unknown_key"},
      {"KidIsLong", kid("\"" + std::string(4000, 'k') + "\""), "unknown_key"},
      {"KidInOtherCase", kid(R"("EC-1")"), "unknown_key"},
      {"SameKidOfAStranger", stranger.sign(header_of(ec), claims), "signature"},
      {"BringsItsKey", brings("\"jwk\":" + stranger.jwk()), "unknown_key"},
      {"SaysWhereItsKeyIs", brings(R"("jku":"https://evil.example/jwks")"), "unknown_key"},
      {"BringsCertificates", brings(R"("x5c":["MII"])"), "unknown_key"},
      {"SaysWhereItsCertificateIs", brings(R"("x5u":"https://evil.example/cert")"), "unknown_key"},
      {"CriticalExtension", ec.sign(header_of(ec, R"(,"crit":["b64"],"b64":false)"), claims), "malformed"},
      {"CriticalExtensionOfNothing", ec.sign(header_of(ec, R"(,"crit":[])"), claims), "malformed"},
      {"IdToken", ec.sign(R"({"alg":"ES256","typ":"JWT","kid":"ec-1"})", claims), "type"},
      {"NoType", ec.sign(R"({"alg":"ES256","kid":"ec-1"})", claims), "type"},
      {"HeaderNameTwice", ec.sign(R"({"alg":"none","alg":"ES256","typ":"at+jwt","kid":"ec-1"})", claims), "malformed"},
      {"HeaderIsNoObject", ec.sign(R"(["ES256"])", claims), "malformed"},
      {"HeaderIsNoJson", ec.sign("alg: ES256", claims), "malformed"},
  };
}

std::vector<Forged> of_forms(const ForgeKey& ec, const std::string& good, const std::string& good_rsa) {
  const auto signature = signature_of(good);
  const auto claims = Claim{}.text();
  return {
      {"AlteredHeader", altered(good, 0), "malformed"},
      {"AlteredPayload", altered(good, 1), "signature"},
      {"AlteredSignature", altered(good, 2), "signature"},
      {"AlteredRsaSignature", altered(good_rsa, 2), "signature"},
      {"AnotherUnit", with_payload(good, changed(claims, "u0307", "u0031")), "signature"},
      {"AnotherRole", with_payload(good, changed(claims, "handler", "ops")), "signature"},
      {"AnotherSubject", with_payload(good_rsa, changed(claims, "u1", "u2")), "signature"},
      {"SignatureOfAnotherToken",
       with_signature(good, signature_of(ec.sign(header_of(ec), changed(claims, "u1", "u2")))), "signature"},
      {"SignatureOfNothing", with_signature(good, std::string(64, '\0')), "signature"},
      {"SignatureTooShort", with_signature(good, signature.substr(0, 63)), "signature"},
      {"SignatureTooLong", with_signature(good, signature + "a"), "signature"},
      {"SignatureOfOneByte", with_signature(good, "a"), "signature"},
      {"RsaSignatureTooShort", with_signature(good_rsa, signature_of(good_rsa).substr(1)), "signature"},
      {"RsaSignatureTooLong", with_signature(good_rsa, signature_of(good_rsa) + "a"), "signature"},
      {"SignatureHuge", with_signature(good, std::string(5000, 'a')), "signature"},
      {"Truncated", good.substr(0, good.size() - 6), "signature"},
      {"SignatureCutOff", good.substr(0, good.rfind('.')), "malformed"},
      {"EmptySignature", good.substr(0, good.rfind('.') + 1), "malformed"},
      {"FourParts", good + ".AAAA", "malformed"},
      {"FivePartsOfAnEncryptedToken", good + ".AAAA.AAAA", "malformed"},
      {"WrittenAsJson", R"({"payload":"e30","signature":"AA","protected":"e30"})", "malformed"},
      {"Dots", "..", "malformed"},
      {"PlainBase64", "+/+/" + good, "malformed"},
      {"Padded", good + "==", "malformed"},
      {"LeftOverBits", core::base64url("{}") + "." + core::base64url("{}") + ".AB", "malformed"},
  };
}

std::vector<Forged> of_claims(const ForgeKey& ec) {
  const auto with_claims = [&](const std::string& claims) { return ec.sign(header_of(ec), claims); };
  const auto claim = [&](const auto& change) {
    Claim one;
    change(one);
    return with_claims(one.text());
  };
  const auto more = [&](const std::string& members) { return claim([&](Claim& c) { c.further += "," + members; }); };
  const auto without = [&](const std::string& member) {
    return with_claims(changed(Claim{}.text(), "\"" + member + "\"", "\"x_" + member + "\""));
  };
  return {
      {"Huge", more("\"x\":\"" + std::string(8192, 'x') + "\""), "malformed"},
      {"Nested", more("\"x\":" + std::string(500, '[') + std::string(500, ']')), "malformed"},
      {"UnitTwice", more(R"("unit":"city")"), "malformed"},
      {"RolesTwice", more(R"("roles":["ops"])"), "malformed"},
      {"ExpiryTwice", more(R"("exp":9999999999)"), "malformed"},
      {"ClaimTwiceByEscape", more(R"("\u0075nit":"city")"), "malformed"},
      {"PayloadIsNoObject", with_claims("[]"), "malformed"},
      {"PayloadIsEmpty", with_claims(""), "malformed"},
      {"PayloadIsNoUtf8", more("\"x\":\"\xff\""), "malformed"},
      {"OtherIssuer", claim([](Claim& c) { c.iss = R"("https://issuer.example/")"; }), "issuer"},
      {"IssuerIsAList", claim([](Claim& c) { c.iss = R"(["https://issuer.example"])"; }), "issuer"},
      {"NoIssuer", without("iss"), "issuer"},
      {"AnotherServicesAudience", claim([](Claim& c) { c.aud = R"("land-registry")"; }), "audience"},
      {"AudienceThatBeginsLikeOurs", claim([](Claim& c) { c.aud = R"(["motcua2"])"; }), "audience"},
      {"AudienceHoldsANumber", claim([](Claim& c) { c.aud = R"(["motcua",1])"; }), "audience"},
      {"NoAudience", without("aud"), "audience"},
      {"Expired", claim([](Claim& c) { c.exp = "1799999970"; }), "expired"},
      {"ExpiryIsText", claim([](Claim& c) { c.exp = R"("1800000600")"; }), "claims"},
      {"ExpiryBeyondTime", claim([](Claim& c) { c.exp = "1e300"; }), "claims"},
      {"ExpiryBeforeTime", claim([](Claim& c) { c.exp = "-1"; }), "claims"},
      {"NoExpiry", without("exp"), "claims"},
      {"NotYet", more(R"("nbf":1800000031)"), "not_yet"},
      {"NotBeforeIsText", more(R"("nbf":"1")"), "claims"},
      {"IssuedIsText", more(R"("iat":"1")"), "claims"},
      {"NoSubject", without("sub"), "claims"},
      {"NoClient", without("client_id"), "claims"},
      {"NoUnit", without("unit"), "claims"},
      {"NoRoles", without("roles"), "claims"},
      {"RolesAreText", with_claims(changed(Claim{}.text(), R"(["officer","handler","of another system"])", R"("ops")")),
       "claims"},
      {"SubjectHoldsALineBreak", with_claims(changed(Claim{}.text(), R"("u1")", R"("u\nx")")), "claims"},
  };
}

}  // namespace

std::string header_of(const ForgeKey& key, const std::string& further) {
  return R"({"alg":")" + std::string{key.algorithm()} + R"(","typ":"at+jwt","kid":")" + key.kid() + "\"" + further +
         "}";
}

std::vector<Forged> forged(const ForgeKey& ec, const ForgeKey& rsa) {
  const auto good = ec.sign(header_of(ec), Claim{}.text());
  const auto good_rsa = rsa.sign(header_of(rsa), Claim{}.text());
  auto all = of_headers(good);
  for (auto& table : std::array{of_algorithms(ec, rsa), of_keys(ec), of_forms(ec, good, good_rsa), of_claims(ec)}) {
    for (const Forged& one : table) all.push_back({one.name, "Bearer " + one.authorization, one.reason});
  }
  return all;
}

}  // namespace motcua::auth
