# Writes a .cpp that holds the text of each file, split so that no literal passes the compiler's limit.
set(entries "")
foreach(file IN LISTS FILES)
  get_filename_component(base ${file} NAME)
  file(READ "${ROOT}/${file}" hex HEX)
  string(LENGTH "${hex}" length)
  set(parts "")
  set(at 0)
  while(at LESS length)
    string(SUBSTRING "${hex}" ${at} 4000 part)
    string(REGEX REPLACE "(..)" "\\\\x\\1" part "${part}")
    string(APPEND parts "\n     \"${part}\"")
    math(EXPR at "${at} + 4000")
  endwhile()
  math(EXPR bytes "${length} / 2")
  string(APPEND entries "    {\"${base}\", std::string_view{${parts}\n     , ${bytes}}},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"core/embedded.hpp\"\n
namespace motcua::${NAMESPACE} {\n
std::span<const core::EmbeddedFile> ${NAME}() {
  static constexpr core::EmbeddedFile files[] = {\n${entries}  };
  return files;
}\n
}  // namespace motcua::${NAMESPACE}\n")
