#pragma once
/// All pictures of one person: tracks over cameras, each with one or two pictures in the same
/// clothes, rendered and captioned. Thread rule: immutable studio and cameras, any thread; the
/// result depends on the seed and the person's number alone. Errors: those of assembling.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/synthetic/assembly.h"
#include "core/synthetic/camera.h"
#include "core/synthetic/generate.h"
#include "core/synthetic/render.h"
#include "core/synthetic/sample.h"

namespace descry::synthetic {

/// What all people of a data set share.
struct Stage {
    Studio studio;
    std::vector<RgbImage> panoramas;
    std::vector<Camera> cameras;
};

/// Receives a picture and what is known of it.
using SampleSink = std::function<void(Sample, const Picture&, int jpegQuality)>;

/// Pictures of person `id`, 1 or more; `split` goes into the records.
void makePerson(const Stage& stage,
                const GenerateOptions& options,
                std::int64_t id,
                const std::string& split,
                const SampleSink& sink);

}  // namespace descry::synthetic
