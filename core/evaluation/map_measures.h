#pragma once
/// How far heat maps show what the model goes by, measured on a rendered data set, whose masks say
/// where every garment is, by layer and variant:
/// - pointing game (Zhang et al., ECCV 2016): does the hottest place of a garment's words lie on
/// it;
/// - how much of the heat lies on it, beside its share of the picture;
/// - deletion: does the match logit fall more where the sentence's hottest cells are painted over
///   with the picture's mean colour than where as many random ones are;
/// and, of every bundle, how well a word's support (explanation.h) tells true words from false ones
/// put in their place (word_swap.h), beside the mass of its map.
/// Thread rule: run() on one thread; decoding uses others. Errors: InvalidInput naming record and
/// file, Cancelled, what model and disk throw.

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/evaluation/attributed_split.h"
#include "core/jobs/compute_lane.h"
#include "core/jobs/job.h"
#include "core/search/search_model.h"

namespace descry {

struct MapMeasureOptions {
    std::filesystem::path images;      ///< Folder that the records' paths are relative to.
    std::filesystem::path masks;       ///< The same for masks: a record's path, but `.png`.
    std::vector<MapRequest> requests;  ///< What is measured; 1 or more.
    std::uint64_t seed = 1;            ///< Of samples, swaps and random cells.
    std::int64_t maxCaptions = 300;    ///< Captions read with their own image; a sample.
    double deletedShare = 0.2;         ///< Of the picture's cells, above 0 and below 1.
    std::int64_t batch = 32;           ///< Images decoded ahead.
    int numDecodeThreads = 0;          ///< 0 = all cores.

    /// Throws InvalidInput naming the field.
    void validate() const;
};

/// Means over the words of one part; all 0 where there are none.
struct Grounding {
    std::int64_t numWords = 0;
    double pointing = 0;  ///< 0 to 1: share of words whose hottest place lies on the part.
    double heatOn = 0;    ///< 0 to 1: share of the heat on it.
    double area = 0;      ///< 0 to 1: its share of the picture, which chance gives for both.
    double empty = 0;     ///< 0 to 1: share of words without any heat, which are misses.
};

struct MapMeasures {
    std::int64_t layer = 0;
    MapVariant variant = MapRequest{}.variant;
    Grounding all;
    std::map<std::string, Grounding> byPart;  ///< "top", "shoes", ...
    std::int64_t numCaptions = 0;
    double deletionWins = 0;  ///< 0 to 1: share of captions; ties count half.
    double meanFall = 0;      ///< Of the match logit without the hottest cells.
    double meanRandomFall = 0;
    std::optional<double> massAuroc;  ///< True words against swapped; absent where there are none.
};

struct MapFindings {
    std::vector<MapMeasures> maps;  ///< In the order of the requests.
    std::int64_t numSwaps = 0;
    std::optional<double> supportAuroc;  ///< As massAuroc.
};

class MapMeasureJob : public Job {
  public:
    /// `split` is a view: its records and attributes outlive the job.
    MapMeasureJob(SearchModel model,
                  std::shared_ptr<ComputeLane> lane,
                  AttributedSplit split,
                  MapMeasureOptions options);
    ~MapMeasureJob() override;

    std::string title() const override;
    void run(JobContext& context) override;
    /// After run() has returned.
    const MapFindings& findings() const noexcept { return m_findings; }

  private:
    struct Work;

    SearchModel m_model;
    std::shared_ptr<ComputeLane> m_lane;
    AttributedSplit m_split;
    MapMeasureOptions m_options;
    MapFindings m_findings;
};

}  // namespace descry
