#pragma once
/// A job to look at: it stands at a sixth of its work until it is stopped. Thread rule: as Job.

#include <future>
#include <stop_token>
#include <string>

#include "core/jobs/job.h"

namespace descry::test {

class StandingJob final : public Job {
  public:
    std::string title() const override { return "Indexing Hall B"; }
    void run(JobContext& context) override {
        std::promise<void> stopped;
        const std::stop_callback onStop(context.stopToken(), [&] { stopped.set_value(); });
        context.report("indexing", 12430, 80112, "images");
        stopped.get_future().wait();
        context.checkpoint();
    }
};

}  // namespace descry::test
