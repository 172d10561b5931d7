#pragma once
/// Saving what a view shows: asks where, writes in the background, tells by a message how it went.
/// Thread rule: GUI thread. Failure rule: a file that cannot be written is a message; what was
/// there before stays.

#include <QByteArray>
#include <QImage>
#include <functional>

#include "ui/common/application_context.h"

namespace descry {

struct FileExport {
    QString title;                      ///< Of the question.
    QString filter;                     ///< "CSV (*.csv)".
    QString suggested;                  ///< "losses.csv".
    std::function<QByteArray()> bytes;  ///< Called off the GUI thread.
};

void exportFile(ApplicationContext& context, QWidget& parent, FileExport what);
void exportText(ApplicationContext& context,
                QWidget& parent,
                const QString& suggested,
                const QString& csv);
void exportPicture(ApplicationContext& context,
                   QWidget& parent,
                   const QString& suggested,
                   const QImage& picture);

}  // namespace descry
