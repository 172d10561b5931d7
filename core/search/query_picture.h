#pragma once
/// A picture from outside the gallery as a query: read under the limits of every picture, prepared
/// as an index prepares it, and encoded on the compute lane, before whatever else waits for it. The
/// last one is kept, so that another filter does not have it encoded again. Thread rule: any
/// thread. Errors: readImage()'s, which name the file; the model's; Cancelled.

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/jobs/compute_lane.h"
#include "core/model/rasa_model.h"
#include "core/vision/decode.h"

namespace descry {

struct QueryPicture {
    std::string contentHash;      ///< SHA-256 of the file, 64 hexadecimal digits.
    std::vector<float> feature;   ///< [E], unit.
    std::vector<Error> warnings;  ///< What the decoder met.
};

class QueryPictures {
  public:
    QueryPictures(std::shared_ptr<RasaModel> model,
                  std::shared_ptr<ComputeLane> lane,
                  const DecodeOptions& decode);

    QueryPicture read(const std::filesystem::path& file, const std::stop_token& stop);

  private:
    std::optional<QueryPicture> known(const std::string& contentHash) const;
    std::vector<float> encode(const RgbImage& image, const std::stop_token& stop);

    std::shared_ptr<RasaModel> m_model;
    std::shared_ptr<ComputeLane> m_lane;
    DecodeOptions m_decode;

    mutable std::mutex m_mutex;
    std::optional<QueryPicture> m_last;
};

}  // namespace descry
