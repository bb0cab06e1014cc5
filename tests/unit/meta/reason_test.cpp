#include "meta/reason.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace mmk::meta {
namespace {

using ::testing::HasSubstr;

TEST(Reason, TextHasTheShapeOfBmake) {
  const std::string_view meta = "/obj/t.meta";
  EXPECT_EQ(render_text(FileNewer{"/x/y.h", {}, {}, 7, 12}, meta),
            "/obj/t.meta: 12: file '/x/y.h' is newer than the target...");
  EXPECT_EQ(render_text(Missing{"/x/y.h", 7, 12, false}, meta),
            "/obj/t.meta: missing files: /x/y.h...");
  EXPECT_EQ(render_text(CwdChanged{"/a", "/b", 4}, meta),
            "/obj/t.meta: 4: the current working directory has changed from '/a' to '/b'");
  EXPECT_EQ(render_text(Corrupt{"malformed", 3}, meta), "/obj/t.meta: 3: malformed");
}

TEST(Reason, ShortFormShowsWhereCommandsDiffer) {
  const CommandChanged changed{0, "cc -O0 -c a.c", "cc -O2 -c a.c", 2};
  EXPECT_EQ(render_short(changed), "command 1 changed: cc -O: '0' became '2'");
  const CommandChanged grown{1, "cc", "cc -g", 2};
  EXPECT_EQ(render_short(grown), "command 2 changed: cc: '' became ' -g'");
  const std::string prefix(100, 'x');
  EXPECT_EQ(render_short(CommandChanged{0, prefix + "a", prefix + "b", 2}),
            "command 1 changed: ..." + std::string(24, 'x') + ": 'a' became 'b'");
}

TEST(Reason, JsonNamesKindPathAndLine) {
  JsonWriter json;
  render_json(Appeared{"/x/new\x01.h", 7, 12}, json);
  EXPECT_THAT(json.text(), HasSubstr(R"("kind":"appeared")"));
  EXPECT_THAT(json.text(), HasSubstr(R"("path":"/x/new\u0001.h")"));
  EXPECT_THAT(json.text(), HasSubstr(R"("pid":7,"line":12)"));
}

TEST(Reason, EveryKindHasTextAndJson) {
  const std::vector<Reason> all{CommandChanged{}, CommandCountChanged{},
                                CwdChanged{},     FileNewer{},
                                ContentChanged{}, ChangedDuringJob{},
                                Missing{},        Appeared{},
                                ListingChanged{}, OutputDamaged{},
                                SourceNewer{},    NoMeta{},
                                NoFilemonData{},  Corrupt{},
                                Incomplete{},     LastFailed{}};
  ASSERT_EQ(all.size(), std::variant_size_v<Reason>);
  std::set<std::string_view> kinds;
  for (const Reason& reason : all) {
    EXPECT_FALSE(render_text(reason, "m").empty());
    EXPECT_FALSE(render_short(reason).empty());
    kinds.insert(kind_of(reason));
    JsonWriter json;
    render_json(reason, json);
    EXPECT_TRUE(json.text().starts_with('{') && json.text().ends_with('}'));
  }
  EXPECT_EQ(kinds.size(), all.size());
}

} // namespace
} // namespace mmk::meta
