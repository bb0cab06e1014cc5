// The table of modifiers: which reader belongs to which first letter. A reader parses the
// modifier's text into a Modifier node and chooses the function that applies it.
#pragma once

#include "lang/compiler.hpp"

namespace mmk::lang::modifiers {

/// `pos` is at the modifier's first letter; on `ok` it ends behind the modifier.
using Reader = Parsed (*)(Compiler& compiler, Modifier& modifier, std::uint32_t& pos);

/// nullptr if no modifier starts with `letter`.
[[nodiscard]] Reader find_reader(char letter);

// One reader per first letter; `from_to` is tried when that one says `unknown`.
Parsed read_shell_command(Compiler&, Modifier&, std::uint32_t&); // :!cmd!
Parsed read_assignment(Compiler&, Modifier&, std::uint32_t&);    // ::= ::+= ::?= ::!=
Parsed read_ternary(Compiler&, Modifier&, std::uint32_t&);       // :?then:else
Parsed read_loop(Compiler&, Modifier&, std::uint32_t&);          // :@v@body@
Parsed read_select(Compiler&, Modifier&, std::uint32_t&);        // :[...]
Parsed read_remember(Compiler&, Modifier&, std::uint32_t&);      // :_ :_=v
Parsed read_regex(Compiler&, Modifier&, std::uint32_t&);         // :C
Parsed read_default(Compiler&, Modifier&, std::uint32_t&);       // :D :U
Parsed read_name_as_value(Compiler&, Modifier&, std::uint32_t&); // :L
Parsed read_node_path(Compiler&, Modifier&, std::uint32_t&);     // :P
Parsed read_path_part(Compiler&, Modifier&, std::uint32_t&);     // :E :H :R :T
Parsed read_match(Compiler&, Modifier&, std::uint32_t&);         // :M :N
Parsed read_order(Compiler&, Modifier&, std::uint32_t&);         // :O...
Parsed read_quote(Compiler&, Modifier&, std::uint32_t&);         // :Q :q
Parsed read_substitute(Compiler&, Modifier&, std::uint32_t&);    // :S
Parsed read_gmtime(Compiler&, Modifier&, std::uint32_t&);        // :gmtime
Parsed read_hash(Compiler&, Modifier&, std::uint32_t&);          // :hash
Parsed read_localtime(Compiler&, Modifier&, std::uint32_t&);     // :localtime
Parsed read_mtime(Compiler&, Modifier&, std::uint32_t&);         // :mtime
Parsed read_range(Compiler&, Modifier&, std::uint32_t&);         // :range
Parsed read_shell(Compiler&, Modifier&, std::uint32_t&);         // :sh :sh1
Parsed read_to(Compiler&, Modifier&, std::uint32_t&);            // :t...
Parsed read_unique(Compiler&, Modifier&, std::uint32_t&);        // :u
Parsed read_from_to(Compiler&, Modifier&, std::uint32_t&);       // :from=to

} // namespace mmk::lang::modifiers
