#pragma once
/// What file names tell: patterns with named groups, matched in time linear in the name (RE2).
/// Groups camera, time, track and person become metadata; others are allowed and only shown in a
/// preview. Thread rule: immutable, any thread. Errors: InvalidInput (a pattern that does not
/// compile or has no named group, an unknown preset).

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/gallery/gallery.h"

namespace descry {

class PathPattern {
  public:
    /// A preset's name ("market", "cuhk", "icfg", "rstp") or a regular expression with groups like
    /// (?P<camera>c\d+). An expression that holds "/" is matched with the whole relative path, else
    /// with the file's name alone.
    static PathPattern parse(const std::string& presetOrExpression);
    static std::vector<std::string> presetNames();

    /// The named groups of all its expressions, sorted.
    std::vector<std::string> groupNames() const;

    ~PathPattern();
    PathPattern(PathPattern&&) noexcept;
    PathPattern& operator=(PathPattern&&) noexcept;

    /// What each group got; empty if the pattern does not fit. Groups that matched nothing or bytes
    /// that are not UTF-8 are left out.
    std::map<std::string, std::string> groups(std::string_view relativePath) const;
    /// The metadata groups; a time that is none stays missing.
    ItemMetadata metadata(std::string_view relativePath) const;

  private:
    struct Expression;
    PathPattern();

    std::vector<std::unique_ptr<Expression>> m_expressions;  ///< The first that fits counts.
};

/// A name and what a pattern reads from it, for showing before indexing.
struct PatternPreview {
    std::string path;
    bool matched = false;
    std::map<std::string, std::string> groups;
};

std::vector<PatternPreview> previewPattern(const PathPattern& pattern,
                                           const std::vector<std::string>& relativePaths);

}  // namespace descry
