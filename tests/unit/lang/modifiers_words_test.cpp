// Modifiers that choose, change and order words.
#include "expression_fixture.hpp"

namespace mmk::lang {
namespace {

class WordModifiersTest : public ExpressionTest {
protected:
  void check(std::initializer_list<Expansion> expansions) {
    for (const Expansion& item : expansions) {
      EXPECT_EQ(expand(item.text), item.expected) << item.text;
    }
    EXPECT_EQ(messages(), "");
  }
};

TEST_F(WordModifiersTest, SplittingRespectsQuotesAndBackslashes) {
  check({{R"(${:U'a b' "c \" d" a\ b a'b c'd:[#]})", "4"},
         {R"(${:U  a   b  :M*})", "a b"},
         {R"(${:U"open end:[#]})", "1"},
         {"${:U:[#]}", "1"}});
}

TEST_F(WordModifiersTest, MatchAndNoMatch) {
  set("V", "a.c b.c a.h");
  check({{"${V:M*.c}", "a.c b.c"},
         {"${V:N*.c}", "a.h"},
         {"${V:Ma.?}", "a.c a.h"},
         {"${V:M[b-z].c}", "b.c"},
         {"${V:M[^a]*}", "b.c"},
         {"${V:M*.c:Na*}", "b.c"},
         {"${:Ua b a:Ma}", "a a"},
         {"${:Ua\\:b a:Ma\\:b}", "a:b"},
         {"${(x) y:L:M(*)}", "(x)"},
         {"${V:M${:U*.h}}", "a.h"},
         {"${:U\\$ a:M$$}", "$"},
         {"${V:M}", ""}});
}

TEST_F(WordModifiersTest, Substitution) {
  set("V", "aXbXc XX d");
  set("OLD", "X");
  check({{"${V:S,X,-,}", "a-bXc -X d"},
         {"${V:S,X,-,g}", "a-b-c -- d"},
         {"${V:S,X,-,1}", "a-bXc XX d"},
         {"${V:S,X,-,1g}", "a-b-c XX d"},
         {"${V:S,^X,-,}", "aXbXc -X d"},
         {"${V:S,X$,-,}", "aXbXc X- d"},
         {"${V:S,^d$,<&>,}", "aXbXc XX <d>"},
         {"${V:S/X/<\\&\\/>/}", "a<&/>bXc <&/>X d"},
         {"${V:S, ,_,W}", "aXbXc_XX d"},
         {"${V:S, ,_,gW}", "aXbXc_XX_d"},
         {"${V:S,${OLD},${OLD}${OLD},}", "aXXbXc XXX d"},
         {"${V:S,XX,,}", "aXbXc d"},
         {"${V:S,,x,}", "aXbXc XX d"},
         {"${V:S,^,<,:S,$,>,}", "<aXbXc> <XX> <d>"},
         {"${:U:S,^,x,}", "x"},
         {"${V:SaXaYaS,d,e,}", "aYbXc YX e"}});
}

TEST_F(WordModifiersTest, RegularExpressions) {
  set("V", "foo12 bar3");
  check({{"${V:C,[0-9],N,}", "fooN2 barN"},
         {"${V:C,[0-9],N,g}", "fooNN barN"},
         {"${V:C,[0-9]+,N,1}", "fooN bar3"},
         {"${V:C,([a-z]+)([0-9]+),\\2\\1,}", "12foo 3bar"},
         {"${V:C,.*,<&>,}", "<foo12> <bar3>"},
         {"${V:C,o,\\&,}", "f&o12 bar3"},
         {"${V:C, ,_,W}", "foo12_bar3"},
         {"${:Uabc:C,x*,-,g}", "-a-b-c"},
         {"${V:C,^.,X,g}", "Xoo12 Xar3"},
         {"${V:C,z|bar,\\0\\0,}", "foo12 barbar3"}});
  EXPECT_EQ(expand("${V:C,(,x,}"), "");
  EXPECT_TRUE(messages().starts_with("make: Regex compilation error: "));
  EXPECT_EQ(expand("${:Ua:C,a,\\1,}"), "");
  EXPECT_EQ(messages(), "make: No subexpression \\1\n");
}

TEST_F(WordModifiersTest, SystemV) {
  set("V", "a.c lib/b.c c.h");
  set("NEW", ".o");
  check({{"${V:.c=.o}", "a.o lib/b.o c.h"},
         {"${V:.c=${NEW}}", "a.o lib/b.o c.h"},
         {"${V:%.c=%.o}", "a.o lib/b.o c.h"},
         {"${V:lib/%.c=%}", "a.c b c.h"},
         {"${V:.c=.o:Q}", "a.o:Q lib/b.o:Q c.h"},
         {"$(V:.c=.o)", "a.o lib/b.o c.h"},
         {"${V:=x}", "a.cx lib/b.cx c.hx"},
         {"${:U:=x}${:U:%=x}", ""},
         {"${V:a%=b%%}", "b.c% lib/b.c c.h"}});
}

TEST_F(WordModifiersTest, PathParts) {
  set("V", "/a/b.c d e/f.tar.gz g/ .h");
  check({{"${V:H}", "/a . e g ."},
         {"${V:T}", "b.c d f.tar.gz .h"},
         {"${V:E}", "c gz h"},
         {"${V:R}", "/a/b d e/f.tar g/"},
         {"${V:T:R:E}", "tar"}});
}

TEST_F(WordModifiersTest, Ordering) {
  set("V", "b a c a");
  set("N", "10 9 1k 0x10 1000");
  check({{"${V:O}", "a a b c"},
         {"${V:Or}", "c b a a"},
         {"${V:O:u}", "a b c"},
         {"${V:u}", "b a c a"},
         {"${N:On}", "9 10 0x10 1000 1k"},
         {"${N:Onr}", "1k 1000 0x10 10 9"},
         {"${N:Orn:[1]}", "1k"},
         {"${V:Ox:O}", "a a b c"}});
  EXPECT_EQ(expand("${V:Oz}"), "}");
  EXPECT_EQ(messages(), "make: Bad modifier \":Oz\" for variable \"V\"\n");
}

TEST_F(WordModifiersTest, Selection) {
  set("V", "one two three four");
  set("TWO", "2");
  check({{"${V:[1]}", "one"},
         {"${V:[-1]}", "four"},
         {"${V:[5]}${V:[-5]}", ""},
         {"${V:[2..3]}", "two three"},
         {"${V:[3..2]}", "three two"},
         {"${V:[-1..1]}", "four three two one"},
         {"${V:[2..-1]}", "two three four"},
         {"${V:[3..99]}", "three four"},
         {"${V:[#]}", "4"},
         {"${V:[*]:[#]}", "1"},
         {"${V:[0]:[#]}", "1"},
         {"${V:[*]:[@]:[#]}", "4"},
         {"${V:[${TWO}]}", "two"},
         {"${V:[0x2]}", "two"},
         {"${V:range}", "1 2 3 4"},
         {"${V:range=2}", "1 2"}});
  for (const std::string_view bad : {"", "-", "1.", "1..", "0..1", "x", "99999999999"}) {
    expand(fmt::format("${{V:[{}]}}", bad));
    EXPECT_EQ(messages(), fmt::format("make: Bad modifier \":[{}]\" for variable \"V\"\n", bad));
  }
}

TEST_F(WordModifiersTest, SeparatorsAndWords) {
  set("V", "a b c");
  check({{"${V:ts,}", "a,b,c"},
         {"${V:ts}", "abc"},
         {"${V:ts:tu}", "ABC"},
         {"${V:ts::tu}", "A:B:C"},
         {"${V:ts\\t}", "a\tb\tc"},
         {"${V:ts\\n}", "a\nb\nc"},
         {"${V:ts\\x41}", "aAbAc"},
         {"${V:ts\\101}", "aAbAc"},
         {"${V:ts,:S/,/ /g:M*}", "a,b,c"},
         {"${V:tW:C/ /_/}", "a_b c"},
         {"${V:tW:tw:C/ /_/}", "a b c"},
         {"${V:tu:tl}", "a b c"}});
  EXPECT_EQ(expand("${V:tsxy}"), "xy}");
  EXPECT_EQ(messages(), "make: Bad modifier \":tsxy\" for variable \"V\"\n");
  EXPECT_EQ(expand("${V:tz}"), "}");
  EXPECT_EQ(messages(), "make: Bad modifier \":tz\" for variable \"V\"\n");
  expand("${V:ts\\400}");
  EXPECT_EQ(messages(), "make: Invalid character number at \"400}\"\n");
}

TEST_F(WordModifiersTest, AbsolutePaths) {
  files.put("/src/dir/file", "");
  files.symlink("/src/dir", "/src/link");
  check({{"${:Ulink/file:tA}", "/src/dir/file"},
         {"${:Udir/../link:tA}", "/src/dir"},
         {"${:Umissing:tA}", "missing"}});
}

} // namespace
} // namespace mmk::lang
