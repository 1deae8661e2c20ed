// Bare Pistache: answers every GET with the bytes of one file and does nothing else. What our answers are held against.
//
//   load-bare PORT WORKERS BODY-FILE HEAD-SIZE
//
// HEAD-SIZE is the size of the head that our service sends with the same body; a header fills this one up to it.

#include <pistache/endpoint.h>
#include <pistache/http.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

namespace {

class Filler : public Pistache::Http::Header::Header {
 public:
  NAME("X-Fill")
  explicit Filler(std::size_t size = 0) : text_(size, 'x') {}
  void parse(const std::string& data) override { text_ = data; }
  void write(std::ostream& out) const override { out << text_; }

 private:
  std::string text_;
};

// "HTTP/1.1 200 OK", Content-Type, Connection, X-Fill and Content-Length of up to four digits, with their line ends.
constexpr std::size_t head_without_filler = 17 + 32 + 24 + 10 + 22 + 2;

class Same : public Pistache::Http::Handler {
 public:
  HTTP_PROTOTYPE(Same)
  Same(std::string body, std::size_t head_size)
      : body_{std::move(body)},
        filler_{std::make_shared<Filler>(head_size > head_without_filler ? head_size - head_without_filler : 0)} {}

  void onRequest(const Pistache::Http::Request&, Pistache::Http::ResponseWriter response) override {
    response.headers().add<Pistache::Http::Header::ContentType>(MIME(Application, Json));
    response.headers().add(filler_);
    response.send(Pistache::Http::Code::Ok, body_);
  }

 private:
  std::string body_;
  std::shared_ptr<Filler> filler_;
};

}  // namespace

int main(int count, char** words) {
  if (count != 5) {
    std::cerr << "load-bare PORT WORKERS BODY-FILE HEAD-SIZE" << std::endl;
    return EXIT_FAILURE;
  }
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  std::ifstream in{words[3], std::ios::binary};
  std::string body{std::istreambuf_iterator<char>{in}, {}};
  const Pistache::Address address{Pistache::Ipv4::loopback(),
                                  Pistache::Port{static_cast<std::uint16_t>(std::stoi(words[1]))}};
  Pistache::Http::Endpoint endpoint{address};
  endpoint.init(Pistache::Http::Endpoint::options()
                    .threads(std::stoi(words[2]))
                    .flags(Pistache::Tcp::Options::ReuseAddr | Pistache::Tcp::Options::NoDelay));
  endpoint.setHandler(std::make_shared<Same>(std::move(body), std::stoul(words[4])));
  endpoint.serveThreaded();
  int signal = 0;
  sigwait(&ends, &signal);
  endpoint.shutdown();
  return EXIT_SUCCESS;
}
