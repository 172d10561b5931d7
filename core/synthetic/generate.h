#pragma once
/// Makes a data set of rendered pedestrians: people, sightings, pictures, captions, records; and
/// writes it as published data sets are laid out, with masks, true attributes and metadata beside.
/// Every person has random streams of their own, so that the result depends on the seed and never
/// on the number of threads. The folder appears when all is written. Thread rule: one call at a
/// time per folder; threads of its own. Errors: InvalidInput (options), those of the pack and of
/// writing, Cancelled.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>

#include "core/synthetic/oracle.h"

namespace descry::synthetic {

struct GenerateOptions {
    std::filesystem::path pack;         ///< Folder or archive of the character pack.
    std::filesystem::path backgrounds;  ///< Folder of panoramas; empty: PACK/backgrounds.
    std::filesystem::path out;          ///< New or empty folder.
    int people = 100;                   ///< In all splits, 1..1,000,000.
    int valPeople = 0;                  ///< Of them in the validation split.
    int testPeople = 0;                 ///< Of them in the test split.
    int minImages = 3;                  ///< Pictures a person, 1..64.
    int maxImages = 5;                  ///< Likewise, not below minImages.
    int captions = 2;                   ///< English captions a picture, 1..16; one Chinese each.
    int cameras = 8;                    ///< 1..64.
    std::uint64_t seed = 1;
    int threads = 0;    ///< 0: as many as the machine has cores.
    bool masks = true;  ///< Write a label mask beside every picture.

    /// Throws InvalidInput, naming the option.
    void validate() const;
};

struct GenerateReport {
    std::size_t images = 0;
    std::size_t captions = 0;
    std::size_t vocabulary = 0;  ///< Different English words.
    double seconds = 0;          ///< Rendering and writing, without reading the pack.
    OracleScores oracle;  ///< Of the test split, else val, else train; 4,000 captions at most.
    std::size_t oracleImages = 0;
};

/// Called with people done and people in all, now and then, from one thread at a time.
using GenerateProgress = std::function<void(std::size_t done, std::size_t total)>;

GenerateReport generateDataset(const GenerateOptions& options,
                               const GenerateProgress& progress = {},
                               std::stop_token stop = {});

}  // namespace descry::synthetic
