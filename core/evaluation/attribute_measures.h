#pragma once
/// What a model's heads read, measured on a rendered data set, whose truth is known:
/// - MRTD: in every caption one attribute's words are swapped for false ones (word_swap.h); how
///   well the doubts at these words (core/model/word_doubts.h) tell them from the true words in the
///   same place, and the head's own log-odds.
/// - ITM: how often the match logit prefers the true caption to the swapped one.
/// - PRD: how well the log-odds of "weak" tell an image's captions from other captions of the same
///   person, over all, and over those that say what the picture contradicts.
/// Thread rule: run() on one thread; decoding uses others. Errors: InvalidInput naming record and
/// file, Cancelled, what model and disk throw.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/evaluation/attributed_split.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/search/search_model.h"

namespace descry {

struct AttributeMeasureOptions {
    std::filesystem::path images;      ///< Folder that the records' paths are relative to.
    std::uint64_t seed = 1;            ///< Of samples and swaps.
    std::int64_t maxCaptions = 3000;   ///< Captions read with their own image, 1 or more; a sample.
    std::int64_t maxWeakPairs = 3000;  ///< Captions read with another image of the person.
    std::int64_t batch = 32;           ///< Images decoded ahead and encoded at most at once.
    int numDecodeThreads = 0;          ///< 0 = all cores.

    /// Throws InvalidInput naming the field.
    void validate() const;
};

/// How well a score tells two kinds apart.
struct Separation {
    std::optional<double> auroc;  ///< 0 to 1; absent where one of the kinds is.
    std::int64_t numPositives = 0;
    std::int64_t numNegatives = 0;
};

struct AttributeMeasures {
    std::int64_t numCaptions = 0;    ///< Read with their own image.
    Separation replacedWords;        ///< Positive: swapped places.
    Separation replacedByHeadAlone;  ///< The same without the bundle's mean picture.
    std::map<std::string, Separation> replacedByGroup;
    std::optional<double> falseWordsDoubted;  ///< Share of the swapped places above kDoubted.
    std::optional<double> trueWordsDoubted;   ///< The same of what stood there.
    Separation relation;                      ///< Positive: weak pairs; negative: own captions.
    Separation relationOfContradicted;  ///< Positive: those weak pairs that the records contradict.
    std::optional<double> matchPrefersTrueCaption;  ///< Share of swaps, ties counting half.
};

class AttributeMeasureJob : public Job {
  public:
    /// `split` is a view: its records and attributes outlive the job.
    AttributeMeasureJob(SearchModel model,
                        std::shared_ptr<ComputeLane> lane,
                        AttributedSplit split,
                        AttributeMeasureOptions options);
    ~AttributeMeasureJob() override;

    std::string title() const override;
    void run(JobContext& context) override;
    /// After run() has returned.
    const AttributeMeasures& measures() const noexcept { return m_measures; }

  private:
    struct Work;

    SearchModel m_model;
    std::shared_ptr<ComputeLane> m_lane;
    AttributedSplit m_split;
    AttributeMeasureOptions m_options;
    AttributeMeasures m_measures;
};

}  // namespace descry
