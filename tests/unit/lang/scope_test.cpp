#include "lang/scope.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace mmk::lang {
namespace {

TEST(Scope, AgreesWithAMapOverManyInsertionsAndErasures) {
  Scope scope("s");
  std::map<std::uint32_t, std::string> expected;
  std::mt19937 random(1);
  for (int step = 0; step < 20'000; ++step) {
    const std::uint32_t number = random() % 300;
    const Name name(number * (step % 3 == 0 ? 1 : 128));
    if (random() % 5 < 3) {
      const std::string value = std::to_string(step);
      scope.get(name).value = value;
      expected[name.value] = value;
    } else {
      scope.erase(name);
      expected.erase(name.value);
    }
    if (step % 97 == 0) {
      ASSERT_EQ(scope.all().size(), expected.size());
      for (std::uint32_t i = 0; i < 300; ++i) {
        const Variable* found = scope.find(Name(i));
        const auto wanted = expected.find(i);
        ASSERT_EQ(found != nullptr, wanted != expected.end()) << i;
        if (found != nullptr) {
          ASSERT_EQ(found->value, wanted->second);
        }
      }
    }
  }
}

TEST(Scope, ReferencesStayValidWhileOthersComeAndGo) {
  Scope scope("s");
  Variable& first = scope.get(Name(1));
  first.value = "kept";
  for (std::uint32_t i = 2; i < 1000; ++i) {
    scope.get(Name(i));
  }
  for (std::uint32_t i = 2; i < 1000; i += 2) {
    scope.erase(Name(i));
  }
  EXPECT_EQ(&scope.get(Name(1)), &first);
  EXPECT_EQ(first.value, "kept");
  scope.clear();
  EXPECT_TRUE(scope.empty());
  EXPECT_EQ(scope.find(Name(1)), nullptr);
}

} // namespace
} // namespace mmk::lang
