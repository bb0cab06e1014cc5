// Any file may stand where a loader or a C library is expected.
#include "base/assert.hpp"
#include "tracer/code_sites.hpp"

#include <array>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array<std::uint32_t, 3> numbers{257, 262, 9};
  const auto found = mmk::tracer::find_code_sites({data, size}, numbers);
  for (const mmk::tracer::shim::Site& site :
       found ? found->sites : std::vector<mmk::tracer::shim::Site>()) {
    MMK_ASSERT(site.form < mmk::tracer::shim::k_forms.size());
    MMK_ASSERT(site.offset + mmk::tracer::shim::k_forms.at(site.form).size <= size);
    MMK_ASSERT(data[site.offset] == 0x0f && data[site.offset + 1] == 0x05);
  }
  return 0;
}
