#pragma once
/// One annotator's word on one pair, as it is kept for good: what was decided, by whom, when, how
/// long it took and what the annotator could see. It carries the pair's paths and caption, so that
/// a log can be read without the data set. Nothing is ever changed: a change of mind is a decision
/// that supersedes another, an undo one that takes another back. Thread rule: values. Errors:
/// validate() throws InvalidInput naming the field.

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/dataset/pair_verdicts.h"
#include "core/review/pair_id.h"

namespace descry {

/// Why a caption is not true of an image, in the order of the keys 1 to 6.
enum class Reason : std::uint8_t {
    WrongColour,
    WrongGarment,
    AccessoryAbsent,
    OtherPerson,
    Unreadable,
    CaptionError,
};

inline constexpr std::size_t kNumReasons = 6;
using Reasons = std::set<Reason>;

/// "wrong colour", ...: as it is written in files.
std::string_view reasonName(Reason reason) noexcept;
std::optional<Reason> reasonNamed(std::string_view name) noexcept;

/// In which order the annotator was shown pairs.
enum class QueueOrder : std::uint8_t {
    Suspicious,     ///< What the model doubts most comes first.
    Random,         ///< Every pair as likely as any other.
    ByPerson,       ///< All pairs of a person, then the next one.
    Disagreements,  ///< What two annotators decided differently, for a third.
    Gold,           ///< Pairs whose verdict is known.
    Overlap,        ///< The pairs that two annotators are to decide both.
    Imported,       ///< In none: the decision came from a file.
};

inline constexpr std::size_t kNumQueueOrders = 7;

std::string_view queueOrderName(QueueOrder order) noexcept;
std::optional<QueueOrder> queueOrderNamed(std::string_view name) noexcept;

/// Why a queue holds a pair.
enum class QueuePart : std::uint8_t {
    Ordered,  ///< By the order asked for.
    Random,   ///< Mixed in, so that what is wrong can be estimated without bias.
    Gold,     ///< Mixed in, so that the annotator can be measured.
};

inline constexpr std::size_t kNumQueueParts = 3;

std::string_view queuePartName(QueuePart part) noexcept;
std::optional<QueuePart> queuePartNamed(std::string_view name) noexcept;

/// A UUID (RFC 4122). Two logs that hold the same one hold the same decision.
struct DecisionId {
    std::array<std::byte, 16> bytes{};

    auto operator<=>(const DecisionId&) const = default;
    /// "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx"
    std::string text() const;

    /// A new one, never seen before.
    static DecisionId random();
    static std::optional<DecisionId> fromText(std::string_view text);
};

struct Decision {
    DecisionId id;
    PairId pair;
    std::string imagePath;   ///< As in the data set's records.
    std::string sourcePath;  ///< Of the image whose caption it is.
    std::string caption;     ///< As it stood when it was judged.
    std::string annotator;
    std::optional<Verdict> verdict;  ///< Absent: takes back the decision in `supersedes`.
    Reasons reasons;
    std::optional<std::string> edited;  ///< The annotator's text, which the verdict is about.
    std::string note;
    std::int64_t timeMs = 0;      ///< UTC, milliseconds since 1970.
    std::int64_t durationMs = 0;  ///< From the pair's being shown to the key; 0 if not known.
    QueueOrder order = QueueOrder::Imported;
    QueuePart part = QueuePart::Ordered;
    bool isBlind = false;                    ///< The annotator saw nothing of the model.
    std::optional<std::string> fingerprint;  ///< Of the bundle whose scores were shown.
    std::string version;                     ///< Of the program.
    std::optional<DecisionId> supersedes;    ///< The annotator's decision before on this pair.

    bool operator==(const Decision&) const = default;

    bool isUndo() const noexcept { return !verdict; }
    bool isOwn() const { return imagePath == sourcePath; }
    /// A third annotator's, on what two others disagreed on.
    bool isAdjudication() const noexcept {
        return order == QueueOrder::Disagreements && part == QueuePart::Ordered;
    }
    void validate() const;
};

/// Throws InvalidInput for what is nobody's name.
void checkAnnotator(std::string_view name);

/// What all spellings of one annotator's name have in common: capitals, blanks and how Unicode
/// composes a letter tell no two people apart.
std::string annotatorKey(std::string_view name);
bool isSameAnnotator(std::string_view a, std::string_view b);

/// The decision that takes `decision` back.
Decision undoOf(const Decision& decision);

/// Now, UTC, milliseconds since 1970.
std::int64_t utcNowMs();

}  // namespace descry
