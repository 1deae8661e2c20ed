#include "paper/qr.hpp"

#include <qrencode.h>

#include <cerrno>
#include <memory>
#include <new>
#include <stdexcept>

namespace motcua::paper {

Qr qr_of(const std::string& text) {
  if (text.find('\0') != std::string::npos) throw std::invalid_argument{"a QR code of a text that holds NUL"};
  errno = 0;
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_Q),
                                                             &QRcode_free};
  if (!code && errno == ENOMEM) throw std::bad_alloc{};
  if (!code) throw std::invalid_argument{"a QR code cannot hold the text"};
  Qr qr{static_cast<std::size_t>(code->width), {}};
  qr.dark.reserve(qr.side * qr.side);
  for (std::size_t at = 0; at < qr.side * qr.side; ++at) qr.dark.push_back((code->data[at] & 1) != 0);
  return qr;
}

}  // namespace motcua::paper
