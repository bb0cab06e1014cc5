#include "meta/index.hpp"
#include "meta/project.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace mmk::meta {
namespace {

/// Several targets in one memory file system, with an index beside their .meta files.
struct Tree {
  testing::Project project;
  OutputLedger ledger;

  struct Answer {
    bool by_text = false;
    bool by_index = false;
    bool proved = false;
  };

  /// One build's view: fresh caches, the index as the last build left it.
  template <class Use> void session(Use use) {
    fs::StatCache stats(project.files);
    PathFilter filter(project.files, project.policy);
    DigestCache digests(project.files);
    OutputLedger outputs;
    const CheckContext context{stats, project.policy, filter, digests, &outputs, project.tick()};
    Index index("/obj");
    index.open(context);
    use(context, index);
    ASSERT_TRUE(index.save(context).has_value());
  }

  Answer ask(const CheckContext& context, Index& index, const std::string& name) {
    const std::string path = "/obj/" + name;
    const std::string meta_path = path + ".meta";
    std::vector<CommandNow> commands;
    for (const std::string& command : project.commands) {
      commands.push_back(CommandNow{command});
    }
    TargetFacts facts;
    facts.meta_path = meta_path;
    facts.path = path;
    facts.info = context.stats.stat(path);
    facts.commands = commands;
    facts.cwd = project.cwd;
    facts.curdir = "/src";
    facts.objdir = "/obj";
    Answer answer;
    answer.by_text = meta::check(context, facts, Walk::decide).oodate;
    const std::size_t before = index.proved();
    answer.by_index = index.check(context, facts, Walk::decide).oodate;
    answer.proved = index.proved() > before;
    return answer;
  }

  /// Makes target `name` by `records`; tells the index.
  void make(const CheckContext& context, Index& index, const std::string& name,
            const std::string& records) {
    MetaHeader header;
    header.meta_path = "/obj/" + name + ".meta";
    header.target = name;
    header.cwd = project.cwd;
    header.commands = project.commands;
    Recorder recorder(RecorderContext{project.files, project.policy, context.filter,
                                      context.digests, context.ledger},
                      header, {}, project.tick());
    ASSERT_TRUE(recorder.begin().has_value());
    project.files.put("/obj/" + name, "made");
    recorder.add_section(testing::Project::section(records));
    const auto summary = recorder.finish(0, project.tick());
    ASSERT_TRUE(summary.has_value());
    for (const std::string& path : summary->written) {
      context.stats.forget(path);
    }
    context.stats.forget(header.meta_path);
    index.update(context, header.meta_path, summary->text);
  }
};

const std::string k_plain = "R 1 /src/t.c\nR 1 /inc/a.h\nN 1 /inc/b.h\nG 1 /inc\nW 1 a.o\n";

TEST(Index, ProvesWithoutReadingAnyMetaFile) {
  Tree tree;
  tree.session([&](const CheckContext& context, Index& index) {
    EXPECT_FALSE(index.was_loaded());
    tree.make(context, index, "a.o", k_plain);
    const auto answer = tree.ask(context, index, "a.o");
    EXPECT_TRUE(answer.proved);
  });
  tree.session([&](const CheckContext& context, Index& index) {
    EXPECT_TRUE(index.was_loaded());
    EXPECT_EQ(index.size(), 1U);
    const auto answer = tree.ask(context, index, "a.o");
    EXPECT_TRUE(answer.proved);
    EXPECT_FALSE(answer.by_text);
  });
}

TEST(Index, SeesEveryKindOfChange) {
  using Change = std::function<void(fs::MemoryFileSystem&)>;
  const std::vector<Change> changes{
      [](auto& files) { files.put("/inc/a.h", "changed"); },
      [](auto& files) { ASSERT_TRUE(files.remove("/inc/a.h").has_value()); },
      [](auto& files) { files.put("/inc/b.h", "appeared"); },
      [](auto& files) { files.put("/inc/other", "listed"); },
      [](auto& files) { files.put("/obj/a.o", "damaged"); },
      [](auto& files) { files.put("/obj/a.o.meta", "damaged"); },
      [](auto& files) { ASSERT_TRUE(files.remove("/src/t.c").has_value()); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Tree tree;
    tree.session([&](const CheckContext& context, Index& index) {
      tree.make(context, index, "a.o", k_plain);
    });
    changes[i](tree.project.files);
    tree.session([&](const CheckContext& context, Index& index) {
      const auto answer = tree.ask(context, index, "a.o");
      EXPECT_TRUE(answer.by_index) << i;
      EXPECT_TRUE(answer.by_text) << i;
    });
  }
}

TEST(Index, TouchedFileIsHashedOnceForAllTargetsAndBuilds) {
  Tree tree;
  tree.session([&](const CheckContext& context, Index& index) {
    for (const char* name : {"a.o", "b.o", "c.o"}) {
      tree.make(context, index, name, "R 1 /inc/a.h\n");
    }
  });
  tree.project.files.put("/inc/a.h", "#define A");
  for (const std::size_t hashed : {1U, 0U}) {
    tree.session([&](const CheckContext& context, Index& index) {
      for (const char* name : {"a.o", "b.o", "c.o"}) {
        const auto answer = tree.ask(context, index, name);
        EXPECT_TRUE(answer.proved);
        EXPECT_FALSE(answer.by_text);
      }
      EXPECT_EQ(context.digests.files_hashed(), hashed);
    });
  }
}

TEST(Index, SameSizeAndTimeButOtherBytes) {
  Tree tree;
  tree.project.files.put_at("/inc/a.h", "one", TimeStamp::from(5, 0));
  tree.session([&](const CheckContext& context, Index& index) {
    tree.make(context, index, "a.o", "R 1 /inc/a.h\n");
    EXPECT_FALSE(tree.ask(context, index, "a.o").by_index);
  });
  tree.project.files.put_at("/inc/a.h", "two", TimeStamp::from(5, 0));
  tree.session([&](const CheckContext& context, Index& index) {
    const auto answer = tree.ask(context, index, "a.o");
    EXPECT_TRUE(answer.by_text);
    EXPECT_TRUE(answer.by_index);
  });
}

TEST(Index, DamagedOrForeignIndexIsRebuilt) {
  Tree tree;
  tree.session([&](const CheckContext& context, Index& index) {
    tree.make(context, index, "a.o", k_plain);
  });
  const std::string good = *tree.project.files.read("/obj/.mmk/index");
  const auto expect_rebuilt = [&](const std::string& bytes) {
    tree.project.files.put("/obj/.mmk/index", bytes);
    tree.session([&](const CheckContext& context, Index& index) {
      EXPECT_FALSE(index.was_loaded());
      EXPECT_EQ(index.size(), 1U);
      EXPECT_TRUE(tree.ask(context, index, "a.o").proved);
    });
  };
  for (std::size_t i = 0; i < good.size(); i += 7) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x40);
    expect_rebuilt(bad);
  }
  for (std::size_t size = 0; size < good.size(); size += 11) {
    expect_rebuilt(good.substr(0, size));
  }
  tree.project.policy.ignore_paths.emplace_back("/elsewhere");
  tree.project.files.put("/obj/.mmk/index", good);
  tree.session([&](const CheckContext&, Index& index) { EXPECT_FALSE(index.was_loaded()); });
}

TEST(Index, CommandsDirectoryAndModeHaveToFit) {
  Tree tree;
  tree.session([&](const CheckContext& context, Index& index) {
    tree.make(context, index, "a.o", k_plain);
  });
  tree.project.commands = {"other"};
  tree.session([&](const CheckContext& context, Index& index) {
    const auto answer = tree.ask(context, index, "a.o");
    EXPECT_TRUE(answer.by_index);
  });
  tree.project.policy.mode.ignore_cmd = true;
  tree.session([&](const CheckContext& context, Index& index) {
    const auto answer = tree.ask(context, index, "a.o");
    EXPECT_FALSE(answer.by_index);
    EXPECT_FALSE(answer.proved);
  });
}

TEST(Index, LedgerKnowsLaterWritersAfterALoad) {
  Tree tree;
  tree.session([&](const CheckContext& context, Index& index) {
    tree.make(context, index, "prog", "W 1 prog\n");
    tree.make(context, index, "stripped", "R 2 prog\nW 2 prog\nW 2 stripped\n");
  });
  // The second job's section ends at the same second; its record is the later one by name only if
  // the ledger sorts by time. Damage is damage either way.
  tree.session([&](const CheckContext& context, Index& index) {
    EXPECT_FALSE(tree.ask(context, index, "prog").by_index);
  });
  tree.project.files.put("/obj/prog", "hand made");
  tree.session([&](const CheckContext& context, Index& index) {
    EXPECT_TRUE(tree.ask(context, index, "prog").by_index);
  });
}

/// The heart: random records and random edits; index and text always agree.
class IndexAgrees : public ::testing::TestWithParam<unsigned> {};

TEST_P(IndexAgrees, WithTheText) {
  std::mt19937 random(GetParam());
  const auto pick = [&random](std::size_t count) { return random() % count; };
  Tree tree;
  tree.project.policy.mode.digest = pick(2) == 0;
  tree.project.policy.bailiwick = {"/stage"};
  const std::vector<std::string> files{"/inc/a.h", "/inc/b.h",    "/inc/c.h",   "/src/t.c",
                                       "/src/u.c", "/stage/x",    "/obj/gen.h", "/etc/conf",
                                       "/tmp/x",   "/inc/sub/d.h"};
  const std::vector<std::string> names{"a.o", "b.o", "c.o", "d.o"};
  const auto path = [&]() -> std::string {
    const std::vector<std::string> odd{"a.h",      "../inc/a.h", "sub/d.h", "/inc",
                                       "/inc/sub", "none.h",     "/gone/x", "gen.h"};
    return pick(3) == 0 ? odd[pick(odd.size())] : files[pick(files.size())];
  };
  const auto records = [&](const std::string& name) {
    std::string text = "F 1 2\n";
    for (std::size_t i = pick(12); i > 0; --i) {
      const std::string pid = std::to_string(1 + pick(3));
      switch (pick(10)) {
      case 0:
        text += "C " + pid + (pick(2) == 0 ? " /inc\n" : " ../src\n");
        break;
      case 1:
        text += "W " + pid + ' ' + path() + '\n';
        break;
      case 2:
        text += "N " + pid + ' ' + path() + '\n';
        break;
      case 3:
        text += "D " + pid + ' ' + path() + '\n';
        break;
      case 4:
        text += "M " + pid + " '" + path() + "' '" + path() + "'\n";
        break;
      case 5:
        text += "L " + pid + " '" + path() + "' '" + path() + "'\n";
        break;
      case 6:
        text += "G " + pid + (pick(2) == 0 ? " /inc\n" : " /src\n");
        break;
      default:
        text += "R " + pid + ' ' + path() + '\n';
        break;
      }
    }
    return text + "W 1 " + name + '\n';
  };
  const auto edit = [&] {
    const std::string& file = files[pick(files.size())];
    switch (pick(5)) {
    case 0:
      (void)tree.project.files.remove(file);
      break;
    case 1:
      tree.project.files.put("/obj/" + names[pick(names.size())], pick(2) == 0 ? "made" : "bad");
      break;
    case 2:
      if (const auto old = tree.project.files.read(file)) {
        tree.project.files.put(file, *old); // touched
      }
      break;
    case 3:
      tree.project.files.put_at(file, "old", TimeStamp::from(static_cast<int>(1 + pick(9)), 0));
      break;
    default:
      tree.project.files.put(file, pick(2) == 0 ? "one" : "two");
      break;
    }
  };

  int proved = 0;
  for (int build = 0; build < 40; ++build) {
    tree.session([&](const CheckContext& context, Index& index) {
      for (const std::string& name : names) {
        const auto answer = tree.ask(context, index, name);
        EXPECT_EQ(answer.by_text, answer.by_index)
            << "build " << build << ' ' << name << '\n'
            << tree.project.files.read("/obj/" + name + ".meta").value_or("none");
        proved += answer.proved ? 1 : 0;
        if (answer.by_text || build == 0 || pick(8) == 0) {
          tree.make(context, index, name, records(name));
        }
      }
    });
    for (std::size_t edits = pick(3); edits > 0; --edits) {
      edit();
    }
  }
  EXPECT_GT(proved, 0);
}

INSTANTIATE_TEST_SUITE_P(Seeds, IndexAgrees, ::testing::Range(1U, 31U));

} // namespace
} // namespace mmk::meta
