#include "lang/for_loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mmk::lang {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> turns(const std::vector<std::string_view>& variables, std::string items,
                               std::string_view body, int* newlines = nullptr) {
  ForLoop loop(variables, std::move(items));
  loop.set_body(body);
  std::vector<std::string> texts;
  int count = 0;
  while (std::optional<std::string> text = loop.next_turn(count)) {
    texts.push_back(*text);
  }
  if (newlines != nullptr) {
    *newlines = count;
  }
  return texts;
}

TEST(ForHead, takes_variables_and_items) {
  const ForHead head = parse_for_head("\ta b in ${X} y");
  EXPECT_EQ(head.problem, ForHead::Problem::none);
  EXPECT_THAT(head.variables, ElementsAre("a", "b"));
  EXPECT_EQ(head.items, "${X} y");
}

TEST(ForHead, wants_variables_and_in) {
  EXPECT_EQ(parse_for_head(" in x").problem, ForHead::Problem::no_variables);
  EXPECT_EQ(parse_for_head(" i : k").problem, ForHead::Problem::no_in);
  EXPECT_EQ(parse_for_head(" ").problem, ForHead::Problem::no_in);
  EXPECT_EQ(parse_for_head(" i in").problem, ForHead::Problem::none);
}

TEST(ForLoop, splits_items_like_a_shell) {
  EXPECT_THAT(split_quoted(R"(one t\ w "a b"'c d' `e f` )"),
              ElementsAre("one", R"(t\ w)", R"("a b"'c d')", "`e", "f`"));
  EXPECT_THAT(split_quoted("a\nb"), ElementsAre("a"));
  EXPECT_THAT(split_quoted("'a\nb' c"), ElementsAre("'a\nb'", "c"));
  EXPECT_THAT(split_quoted("  "), ElementsAre());
  EXPECT_THAT(split_quoted("a\\"), ElementsAre("a\\"));
}

TEST(ForLoop, replaces_all_spellings_of_the_variable) {
  EXPECT_THAT(turns({"i"}, "v", "$i ${i} $(i) ${i:M*} ${ii} ${i${x}} $$i $j"),
              ElementsAre("${:Uv} ${:Uv} $(:Uv) ${:Uv:M*} ${ii} ${i${x}} $$i $j"));
}

TEST(ForLoop, replaces_inside_other_expressions) {
  EXPECT_THAT(turns({"i"}, "v", "${X:S,a,${i},}${Y:@j@$i@}"),
              ElementsAre("${X:S,a,${:Uv},}${Y:@j@${:Uv}@}"));
}

TEST(ForLoop, gives_each_variable_its_item) {
  EXPECT_THAT(turns({"a", "b"}, "1 2 3 4", "$b$a\n"),
              ElementsAre("${:U2}${:U1}\n", "${:U4}${:U3}\n"));
}

TEST(ForLoop, escapes_values_for_the_modifier) {
  EXPECT_THAT(turns({"i"}, R"(a:b}c)d\e)", "${i}|$(i)"),
              ElementsAre(R"(${:Ua\:b\}c)d\\e}|$(:Ua\:b}c\)d\\e))"));
}

TEST(ForLoop, keeps_expressions_in_values) {
  EXPECT_THAT(turns({"i"}, "${V:=x} $v $ ${open", "$i"),
              ElementsAre("${:U${V:=x}}", "${:U$v}", R"(${:U\$})", R"(${:U\${open})"));
}

TEST(ForLoop, turns_newlines_into_blanks_and_counts_them) {
  int newlines = 0;
  EXPECT_THAT(turns({"i"}, "\"\n\"", "$i ${i}", &newlines), ElementsAre("${:U\" \"} ${:U\" \"}"));
  EXPECT_EQ(newlines, 2);
}

TEST(ForLoop, tells_what_does_not_fit) {
  const ForLoop loop({"a", "b"}, "1 2 3");
  EXPECT_FALSE(loop.fits());
  EXPECT_EQ(loop.item_count(), 3U);
}

TEST(ForLoop, describes_the_running_turn) {
  ForLoop loop({"a", "b"}, "1 2 3 4");
  loop.set_body("");
  int newlines = 0;
  (void)loop.next_turn(newlines);
  EXPECT_EQ(loop.describe(), "a = 1, b = 2");
  (void)loop.next_turn(newlines);
  EXPECT_EQ(loop.describe(), "a = 3, b = 4");
}

} // namespace
} // namespace mmk::lang
