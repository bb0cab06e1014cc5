// Is a target out of date by the classic rules, how old is it after it was made, and what do its
// local variables say? bmake's GNode_IsOODate, Make_Recheck and GNode_SetLocalVars.
#pragma once

#include "sched/build.hpp"

namespace mmk::sched {

/// Looks the file up, applies the rules and, in meta mode, the .meta file. Tells the parents how
/// young an up-to-date target is.
[[nodiscard]] bool is_oodate(Build& build, graph::Target& target);

/// Time of the target after its commands ran: files that were not really made count as of now.
TimeStamp recheck(Build& build, graph::Target& target);

void update_youngest_child(graph::Target& parent, graph::Target& child);

/// .ALLSRC and .OODATE from the children; once per target.
void set_local_vars(Build& build, graph::Target& target);

/// "HH:MM:SS Mon DD, YYYY" as -dm shows times.
[[nodiscard]] std::string format_time(TimeStamp time);

} // namespace mmk::sched
