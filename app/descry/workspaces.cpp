#include "app/descry/workspaces.h"

#include "app/descry/trainer.h"
#include "core/model/rasa_model.h"
#include "ui/gallery/gallery_workspace.h"
#include "ui/review/review_workspace.h"
#include "ui/search/search_workspace.h"
#include "ui/training/train_workspace.h"

namespace descry {

std::vector<std::unique_ptr<Workspace>> makeWorkspaces(ApplicationContext& context,
                                                       WindowMode mode) {
    std::vector<std::unique_ptr<Workspace>> workspaces;
    workspaces.push_back(std::make_unique<SearchWorkspace>(context));
    // In a kiosk nothing that changes a gallery is there.
    if (mode == WindowMode::Normal) {
        workspaces.push_back(std::make_unique<ReviewWorkspace>(context, &loadRasaModel));
        workspaces.push_back(std::make_unique<TrainWorkspace>(
            context, makeTrainer(&loadRasaModel, context.jobs.sharedLane())));
        workspaces.push_back(std::make_unique<GalleryWorkspace>(context));
    }
    return workspaces;
}

}  // namespace descry
