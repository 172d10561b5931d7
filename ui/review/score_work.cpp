#include "ui/review/score_work.h"

#include <QCoreApplication>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/review/pair_scores.h"
#include "core/review/review_folder.h"
#include "core/review/reviewed_dataset.h"
#include "ui/common/recipe_json.h"
#include "ui/common/text.h"

namespace descry {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(descry::ScoreWork)
};

/// What could not be scored is told with the job.
class ScoreJob final : public Job {
  public:
    ScoreJob(PairScoreJob::Setup setup, fs::path dataset)
        : m_job(std::move(setup)), m_dataset(std::move(dataset)) {}

    std::string title() const override { return m_job.title(); }
    void run(JobContext& context) override {
        m_job.run(context);
        for (const Finding& finding : m_job.findings()) {
            context.warn(describeFinding(m_dataset, finding));
        }
    }

  private:
    PairScoreJob m_job;
    fs::path m_dataset;  ///< Whose records the findings name.
};

}  // namespace

JobRecipe recipeOf(const ScoreWork& work) {
    json parameters{{"dataset", encodedPath(work.dataset)},
                    {"images", encodedPath(work.images)},
                    {"bundle", encodedPath(work.bundle)},
                    {"own", work.pairs.includeOwn}};
    if (work.pairs.split) parameters["split"] = splitName(*work.pairs.split);
    return {.kind = kScoreKind,
            .title = toUtf8(Words::tr("Score pairs of %1").arg(shownPath(work.dataset.filename()))),
            .parameters = parameters.dump()};
}

ScoreWork scoreWorkOf(const JobRecipe& recipe) {
    return readRecipe(recipe, [](const json& value) {
        ScoreWork work{.dataset = decodedPath(value.at("dataset")),
                       .images = decodedPath(value.at("images")),
                       .bundle = decodedPath(value.at("bundle")),
                       .pairs = {.split = std::nullopt, .includeOwn = value.at("own").get<bool>()}};
        if (!value.contains("split")) return work;
        const auto name = value.at("split").get<std::string>();
        for (const Split split : {Split::Train, Split::Val, Split::Test}) {
            if (splitName(split) == name) work.pairs.split = split;
        }
        if (!work.pairs.split) fail(ErrorCode::CorruptFile, "\"{}\" is no split", name);
        return work;
    });
}

std::unique_ptr<Job> makeScoreJob(const ScoreWork& work,
                                  const ModelShelf& shelf,
                                  std::shared_ptr<ComputeLane> lane) {
    const ReviewedDataset reviewed = readReviewedDataset(work.dataset, work.images);
    const OpenBundle open = shelf.get(work.bundle);
    PairScoreJob::Setup setup{
        .model = searchModelOf(open.bundle, open.model),
        .lane = std::move(lane),
        .index = std::make_shared<const PairIndex>(reviewed.dataset, work.pairs),
        .images = reviewed.images,
        .cache = ReviewFolder::beside(work.dataset).cache()};
    return std::make_unique<ScoreJob>(std::move(setup), work.dataset);
}

}  // namespace descry
