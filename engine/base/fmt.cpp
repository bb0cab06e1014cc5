// The compiled half of fmt, which Debian ships as a shared library only: a process per directory of
// a tree build pays for each library that the dynamic linker has to load, so the programs carry fmt
// themselves. Must not hold code of ours.

#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {
// The templates that fmt's headers declare and leave to the library to instantiate.
template dragonbox::decimal_fp<float> dragonbox::to_decimal(float x) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal(double x) noexcept;
template thousands_sep_result<char> thousands_sep_impl(locale_ref loc);
template char decimal_point_impl(locale_ref loc);
template std::locale locale_ref::get<std::locale>() const;
template void vformat_to(buffer<char>& buffer, string_view format,
                         basic_format_args<FMT_BUFFER_CONTEXT(char)> args, locale_ref loc);
} // namespace detail
FMT_END_NAMESPACE
