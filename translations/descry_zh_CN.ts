<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>QObject</name>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
</context>
<context>
    <name>descry::AgreementDialog</name>
    <message>
        <source>n/a</source>
        <translation>不适用</translation>
    </message>
    <message>
        <source>No pair was decided by both.</source>
        <translation>没有两人都判定过的图文对。</translation>
    </message>
    <message>
        <source>Both gave one and the same verdict to every pair.</source>
        <translation>两人对每个图文对都给出了同一个判定。</translation>
    </message>
    <message>
        <source>There are too few pairs for an interval.</source>
        <translation>图文对太少，无法给出区间。</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>一致性</translation>
    </message>
    <message>
        <source>First annotator</source>
        <translation>第一位标注者</translation>
    </message>
    <message>
        <source>and</source>
        <translation>与</translation>
    </message>
    <message>
        <source>Second annotator</source>
        <translation>第二位标注者</translation>
    </message>
    <message>
        <source>Pairs by both verdicts</source>
        <translation>按两人判定统计的图文对</translation>
    </message>
    <message>
        <source>Adjudicate</source>
        <translation>仲裁</translation>
    </message>
    <message>
        <source>Decide the disputed pairs as a third annotator</source>
        <translation>作为第三位标注者判定有争议的图文对</translation>
    </message>
    <message>
        <source>Reading the decisions…</source>
        <translation>正在读取判定…</translation>
    </message>
    <message>
        <source>Nothing has been decided yet.</source>
        <translation>尚未做出任何判定。</translation>
    </message>
    <message>
        <source>Agreement is between two annotators, and only one has decided. Merge the other’s log first.</source>
        <translation>一致性需要两位标注者，而目前只有一位做过判定。请先合并另一位的日志。</translation>
    </message>
    <message numerus="yes">
        <source>%n pairs are disputed among all annotators.</source>
        <translation>
            <numerusform>所有标注者之间有 %n 个图文对存在争议。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cohen’s kappa: %1</source>
        <translation>Cohen’s kappa：%1</translation>
    </message>
    <message>
        <source>Decided by both: %1</source>
        <translation>两人都判定过：%1</translation>
    </message>
    <message>
        <source>95 % interval by bootstrap: %1 to %2</source>
        <translation>自助法 95% 区间：%1 至 %2</translation>
    </message>
    <message>
        <source>Agreement observed %1, expected by chance %2</source>
        <translation>实际一致率 %1，随机期望 %2</translation>
    </message>
    <message>
        <source>Adjusted for prevalence: %1</source>
        <translation>按类别分布校正：%1</translation>
    </message>
    <message>
        <source>%1: %2, %3: %4</source>
        <translation>%1：%2，%3：%4</translation>
    </message>
</context>
<context>
    <name>descry::AuditModel</name>
    <message>
        <source>Gallery file</source>
        <translation>图库文件</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Folder not there</source>
        <translation>文件夹不存在</translation>
    </message>
    <message>
        <source>Picture not there</source>
        <translation>图片不存在</translation>
    </message>
    <message>
        <source>Picture changed</source>
        <translation>图片已更改</translation>
    </message>
    <message>
        <source>Picture unreadable</source>
        <translation>图片无法读取</translation>
    </message>
    <message>
        <source>Restore a copy, or make a new gallery of the folders</source>
        <translation>还原副本，或用这些文件夹新建图库</translation>
    </message>
    <message>
        <source>Update the index: it is computed anew</source>
        <translation>更新索引：将重新计算</translation>
    </message>
    <message>
        <source>Connect its drive, or say where the folder is now</source>
        <translation>连接其所在的驱动器，或指定文件夹现在的位置</translation>
    </message>
    <message>
        <source>Bring it back, or update the index and remove it</source>
        <translation>将其恢复，或更新索引并移除</translation>
    </message>
    <message>
        <source>Update the index: it is read again</source>
        <translation>更新索引：将重新读取</translation>
    </message>
    <message>
        <source>Check the file’s permissions and the drive</source>
        <translation>检查文件权限和驱动器</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Finding</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>What helps</source>
        <translation>解决办法</translation>
    </message>
</context>
<context>
    <name>descry::AuditView</name>
    <message>
        <source>Check now</source>
        <translation>立即检查</translation>
    </message>
    <message>
        <source>Update the index</source>
        <translation>更新索引</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>What the check found</source>
        <translation>检查发现</translation>
    </message>
    <message>
        <source>How pictures are checked</source>
        <translation>图片的检查方式</translation>
    </message>
    <message>
        <source>Pictures by size and time</source>
        <translation>按大小和时间检查图片</translation>
    </message>
    <message>
        <source>Pictures byte for byte (reads every file)</source>
        <translation>逐字节检查图片（读取每个文件）</translation>
    </message>
    <message>
        <source>The gallery’s file alone</source>
        <translation>仅检查图库文件</translation>
    </message>
    <message>
        <source>A check reads the gallery’s file, every embedding and the pictures’ files, and changes nothing.</source>
        <translation>检查会读取图库文件、所有特征向量和图片文件，不更改任何内容。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>The check was not finished.</source>
        <translation>检查未完成。</translation>
    </message>
    <message>
        <source>The gallery is sound.</source>
        <translation>图库完好。</translation>
    </message>
    <message>
        <source>The check found something.</source>
        <translation>检查发现了问题。</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>%1 embeddings and %2 pictures’ files looked at, %3 of them read whole</source>
        <translation>已检查 %1 个特征向量和 %2 个图片文件，其中 %3 个完整读取</translation>
    </message>
    <message>
        <source>Faults of the gallery’s file: %1</source>
        <translation>图库文件的错误：%1</translation>
    </message>
    <message>
        <source>Embeddings damaged: %1</source>
        <translation>损坏的特征向量：%1</translation>
    </message>
    <message>
        <source>Folders not there: %1</source>
        <translation>不存在的文件夹：%1</translation>
    </message>
    <message>
        <source>Pictures not there: %1</source>
        <translation>不存在的图片：%1</translation>
    </message>
    <message>
        <source>Pictures changed: %1</source>
        <translation>已更改的图片：%1</translation>
    </message>
    <message>
        <source>Pictures unreadable: %1</source>
        <translation>无法读取的图片：%1</translation>
    </message>
    <message>
        <source>The check is paused</source>
        <translation>检查已暂停</translation>
    </message>
</context>
<context>
    <name>descry::CaptionView</name>
    <message>
        <source>Caption: %1</source>
        <translation>文本描述：%1</translation>
    </message>
    <message>
        <source>Doubted by the model: %1</source>
        <translation>模型存疑：%1</translation>
    </message>
    <message>
        <source>The model doubts this word here (%1 of 1).</source>
        <translation>模型在此对该词存疑（%1，最大为 1）。</translation>
    </message>
    <message>
        <source>Not doubted (%1 of 1).</source>
        <translation>未存疑（%1，最大为 1）。</translation>
    </message>
</context>
<context>
    <name>descry::CloserLook</name>
    <message>
        <source>Look closer</source>
        <translation>放大查看</translation>
    </message>
    <message>
        <source>loupe</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <source>Compare two</source>
        <translation>比较两张</translation>
    </message>
    <message>
        <source>compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Show or hide heat</source>
        <translation>显示或隐藏热力</translation>
    </message>
    <message>
        <source>Next candidate</source>
        <translation>下一个候选</translation>
    </message>
    <message>
        <source>Previous candidate</source>
        <translation>上一个候选</translation>
    </message>
    <message>
        <source>Fainter heat</source>
        <translation>减弱热力</translation>
    </message>
    <message>
        <source>Stronger heat</source>
        <translation>增强热力</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>完整图片</translation>
    </message>
    <message>
        <source>Swap left and right</source>
        <translation>交换左右</translation>
    </message>
    <message>
        <source>Held for comparing. Select another picture and press C.</source>
        <translation>已保留以供比较。请选择另一张图片并按 C。</translation>
    </message>
    <message>
        <source>Let go</source>
        <translation>放弃</translation>
    </message>
</context>
<context>
    <name>descry::Closing</name>
    <message>
        <source>A job is not finished.</source>
        <translation>有 1 个任务尚未完成。</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs are not finished.</source>
        <translation>
            <numerusform>有 %n 个任务尚未完成。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped now, it goes on from where it was when Descry is opened the next time.</source>
        <translation>现在停止后，下次打开 Descry 时从中断处继续。</translation>
    </message>
    <message>
        <source>What is done so far is kept. Some of it cannot go on the next time and would have to be started again.</source>
        <translation>已完成的部分会保留。其中有些下次无法继续，需要重新开始。</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <translation>停止并退出</translation>
    </message>
    <message>
        <source>Quit when finished</source>
        <translation>完成后退出</translation>
    </message>
    <message>
        <source>Descry closes when its jobs are finished.</source>
        <translation>任务完成后 Descry 将关闭。</translation>
    </message>
    <message>
        <source>A job that is paused keeps it open until it has ended.</source>
        <translation>已暂停的任务会使其保持打开，直到任务结束。</translation>
    </message>
    <message>
        <source>Stay open</source>
        <translation>保持打开</translation>
    </message>
</context>
<context>
    <name>descry::Comparison</name>
    <message>
        <source>Comparison of two candidates</source>
        <translation>两个候选的比较</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>返回网格</translation>
    </message>
    <message>
        <source>Back to the grid (G or Esc)</source>
        <translation>返回网格（G 或 Esc）</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>交换</translation>
    </message>
    <message>
        <source>Swap left and right (X)</source>
        <translation>交换左右 (X)</translation>
    </message>
    <message>
        <source>What is known of the two</source>
        <translation>两者的已知信息</translation>
    </message>
    <message>
        <source>%1, left</source>
        <translation>%1，左</translation>
    </message>
    <message>
        <source>%1, right</source>
        <translation>%1，右</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不同</translation>
    </message>
</context>
<context>
    <name>descry::ComparisonView</name>
    <message>
        <source>Compare with the start</source>
        <translation>与起始模型比较</translation>
    </message>
    <message>
        <source>Compare with another model…</source>
        <translation>与其他模型比较…</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>停止比较</translation>
    </message>
    <message>
        <source>Comparison, percent</source>
        <translation>比较（百分比）</translation>
    </message>
    <message>
        <source>Both models are being evaluated on the same held-out split; the strip below shows how far that is.</source>
        <translation>正在同一留出划分上评测两个模型；进度见下方任务栏。</translation>
    </message>
    <message>
        <source>This run has no held-out split, so there is nothing to compare on.</source>
        <translation>本次训练没有留出划分，因此无从比较。</translation>
    </message>
    <message>
        <source>A model is there to compare once the first evaluation has been made.</source>
        <translation>完成第一次评测后才有可比较的模型。</translation>
    </message>
    <message>
        <source>On the split “%1” of %2: %3 images, %4 captions. Percent; re-ranked where the models re-rank.</source>
        <translation>在 %2 的“%1”划分上：%3 张图片，%4 条文本描述。数值为百分比；模型支持时经过重排序。</translation>
    </message>
    <message>
        <source>Evaluates the model that this run started from on the run&apos;s own held-out split, beside the best one.</source>
        <translation>在本次训练自己的留出划分上评测起始模型，并与最佳模型对照。</translation>
    </message>
    <message>
        <source>This run did not start from a model of Descry&apos;s. Choose the one that it is to be held against.</source>
        <translation>本次训练不是从 Descry 的模型开始的。请选择用来对照的模型。</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <translation>之前：%1</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>last</source>
        <translation>最后</translation>
    </message>
    <message>
        <source>This run&apos;s %1 model</source>
        <translation>本次训练的%1模型</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
</context>
<context>
    <name>descry::Curation</name>
    <message>
        <source>Tags of the selected pictures</source>
        <translation>所选图片的标签</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Unfold or fold the pictures of a track</source>
        <translation>展开或折叠同一轨迹的图片</translation>
    </message>
    <message>
        <source>unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Stack pictures of one track</source>
        <translation>叠放同一轨迹的图片</translation>
    </message>
    <message>
        <source>stacks</source>
        <translation>叠放</translation>
    </message>
    <message>
        <source>Put back what was removed</source>
        <translation>恢复移除的内容</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>descry::CurvePlot</name>
    <message>
        <source>Wheel or drag: zoom · double click: everything · arrow keys: read values</source>
        <translation>滚轮或拖动：缩放 · 双击：显示全部 · 方向键：读取数值</translation>
    </message>
    <message>
        <source>Save as picture…</source>
        <translation>保存为图片…</translation>
    </message>
    <message>
        <source>Save values as CSV…</source>
        <translation>将数值保存为 CSV…</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>In a plot: value by value</source>
        <translation>在曲线图中：逐点读数</translation>
    </message>
    <message>
        <source>In a plot: move what is shown</source>
        <translation>在曲线图中：移动显示范围</translation>
    </message>
    <message>
        <source>In a plot: closer, further</source>
        <translation>在曲线图中：放大、缩小</translation>
    </message>
    <message>
        <source>In a plot: show everything</source>
        <translation>在曲线图中：显示全部</translation>
    </message>
</context>
<context>
    <name>descry::DatasetFacts</name>
    <message>
        <source>Image missing</source>
        <translation>图片缺失</translation>
    </message>
    <message>
        <source>Image unreadable</source>
        <translation>图片无法读取</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>文本描述</translation>
    </message>
    <message>
        <source>Person id</source>
        <translation>人物 ID</translation>
    </message>
    <message>
        <source>Listed twice</source>
        <translation>重复列出</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Image path</source>
        <translation>图片路径</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>processed for RaSa</source>
        <translation>已为 RaSa 处理</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练集</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试集</translation>
    </message>
</context>
<context>
    <name>descry::DatasetPanel</name>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Data set file</source>
        <translation>数据集文件</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Data sets (*.json)</source>
        <translation>数据集 (*.json)</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>CUHK-PEDES, ICFG-PEDES, RSTPReid or processed (JSON)</source>
        <translation>CUHK-PEDES、ICFG-PEDES、RSTPReid 或已处理的文件 (JSON)</translation>
    </message>
    <message>
        <source>The folder that its paths begin in</source>
        <translation>其中路径所相对的文件夹</translation>
    </message>
    <message>
        <source>format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>training images</source>
        <translation>训练图片</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>people</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Images checked</source>
        <translation>已检查的图片</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>检查结果</translation>
    </message>
    <message>
        <source>Kind of findings</source>
        <translation>检查结果类型</translation>
    </message>
    <message>
        <source>Words in findings</source>
        <translation>检查结果中的文字</translation>
    </message>
    <message>
        <source>Filter by words</source>
        <translation>按文字筛选</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the rows selected, or all that are shown</source>
        <translation>复制选中的行，未选中时复制显示的全部行</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>保存为 CSV…</translation>
    </message>
    <message>
        <source>Looking at image %1 of %2…</source>
        <translation>正在检查图片 %1 / %2…</translation>
    </message>
    <message>
        <source>The file is sound. Choose the folder of images.</source>
        <translation>文件没有问题。请选择图片文件夹。</translation>
    </message>
    <message>
        <source>The file is sound and every image can be read.</source>
        <translation>文件没有问题，所有图片均可读取。</translation>
    </message>
    <message>
        <source>Reading the data set…</source>
        <translation>正在读取数据集…</translation>
    </message>
    <message>
        <source>Choose the annotations to learn from. They are checked at once, and nothing of them is changed.</source>
        <translation>请选择用于学习的标注。选定后立即检查，不会改动任何内容。</translation>
    </message>
    <message>
        <source>The data set has not been checked.</source>
        <translation>数据集尚未检查。</translation>
    </message>
    <message>
        <source>All findings (%1)</source>
        <translation>全部检查结果（%1）</translation>
    </message>
    <message>
        <source>Errors in the file: %1. Training refuses it until they are mended.</source>
        <translation>文件中的错误：%1。修正之前无法用于训练。</translation>
    </message>
    <message>
        <source>Images that cannot be read: %1. Training leaves them out.</source>
        <translation>无法读取的图片：%1。训练时将略过。</translation>
    </message>
    <message>
        <source>Warnings: %1.</source>
        <translation>警告：%1。</translation>
    </message>
</context>
<context>
    <name>descry::DeskActions</name>
    <message>
        <source>Edit the caption</source>
        <translation>编辑文本描述</translation>
    </message>
    <message>
        <source>edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Back to the pair before</source>
        <translation>返回上一个图文对</translation>
    </message>
    <message>
        <source>back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Pass the pair over</source>
        <translation>跳过此图文对</translation>
    </message>
    <message>
        <source>pass over</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Take the last decision back</source>
        <translation>撤回最近的判定</translation>
    </message>
    <message>
        <source>take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Reject: %1</source>
        <translation>拒绝：%1</translation>
    </message>
    <message>
        <source>Mark: %1</source>
        <translation>标记：%1</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Whole pictures</source>
        <translation>完整图片</translation>
    </message>
</context>
<context>
    <name>descry::DesktopNotifier</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>descry::DetailsPanel</name>
    <message>
        <source>Select a picture to see more of it.</source>
        <translation>选择一张图片以查看详情。</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>查找相似图片</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>What is known of the picture</source>
        <translation>图片的已知信息</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Bookmarked</source>
        <translation>已加书签</translation>
    </message>
    <message>
        <source>Of all selected pictures; where files are pasted, the pictures themselves</source>
        <translation>所有选中图片的路径；在粘贴文件之处则为图片本身</translation>
    </message>
</context>
<context>
    <name>descry::DevicePage</name>
    <message>
        <source>The fastest that works</source>
        <translation>可用的最快设备</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>NVIDIA GPU (CUDA)</source>
        <translation>NVIDIA GPU (CUDA)</translation>
    </message>
    <message>
        <source>&amp;Device</source>
        <translation>设备(&amp;D)</translation>
    </message>
    <message>
        <source>All cores</source>
        <translation>全部核心</translation>
    </message>
    <message>
        <source>&amp;Processor threads</source>
        <translation>处理器线程数(&amp;P)</translation>
    </message>
    <message>
        <source>Device and threads load the model anew.</source>
        <translation>更改设备和线程数会重新加载模型。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Choose the folder of a LibTorch for the GPU</source>
        <translation>选择用于 GPU 的 LibTorch 文件夹</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>No folder of a LibTorch for the GPU</source>
        <translation>不使用 GPU 的 LibTorch 文件夹</translation>
    </message>
    <message>
        <source>LibTorch for the GPU</source>
        <translation>用于 GPU 的 LibTorch</translation>
    </message>
    <message>
        <source>Folder of a LibTorch with CUDA</source>
        <translation>含 CUDA 的 LibTorch 文件夹</translation>
    </message>
    <message>
        <source>None chosen: the one beside the program, if it has CUDA.</source>
        <translation>未选择：使用程序自带的（如其支持 CUDA）。</translation>
    </message>
    <message>
        <source>%1: version %2, counts from the next start</source>
        <translation>%1：版本 %2，下次启动时生效</translation>
    </message>
    <message>
        <source>&amp;Memory for thumbnails</source>
        <translation>缩略图内存(&amp;M)</translation>
    </message>
    <message>
        <source>Disk for image &amp;tokens</source>
        <translation>图像 token 的磁盘空间(&amp;T)</translation>
    </message>
    <message>
        <source>Image tokens lie beside a gallery and make re-ranking faster. They are written when a gallery is indexed and can be deleted at any time.</source>
        <translation>图像 token 存放在图库旁，可加快重排序。索引图库时写入，可随时删除。</translation>
    </message>
</context>
<context>
    <name>descry::DropHint</name>
    <message>
        <source>Open the folder “%1” as a gallery</source>
        <translation>将文件夹“%1”作为图库打开</translation>
    </message>
    <message>
        <source>Open the gallery “%1”</source>
        <translation>打开图库“%1”</translation>
    </message>
    <message>
        <source>Use the model “%1”</source>
        <translation>使用模型“%1”</translation>
    </message>
    <message>
        <source>Import the model file “%1”</source>
        <translation>导入模型文件“%1”</translation>
    </message>
    <message>
        <source>Find people like the one in “%1”</source>
        <translation>查找与“%1”中相似的人</translation>
    </message>
    <message>
        <source>“%1” is nothing that Descry can open</source>
        <translation>Descry 无法打开“%1”</translation>
    </message>
    <message numerus="yes">
        <source>%n more will be left out</source>
        <translation>
            <numerusform>另有 %n 个将被略过</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::Error</name>
    <message>
        <source>4-bit run lengths without 4 bits per pixel</source>
        <translation>4 位行程编码，但像素不是 4 位</translation>
    </message>
    <message>
        <source>8-bit run lengths without 8 bits per pixel</source>
        <translation>8 位行程编码，但像素不是 8 位</translation>
    </message>
    <message>
        <source>A bundle&apos;s fingerprint is empty</source>
        <translation>模型包的指纹为空</translation>
    </message>
    <message>
        <source>A saved search needs a name</source>
        <translation>保存的检索需要名称</translation>
    </message>
    <message>
        <source>A token cache needs the size of its records</source>
        <translation>token 缓存需要记录的大小</translation>
    </message>
    <message>
        <source>A transaction was begun inside another</source>
        <translation>在一个事务中又开始了另一个事务</translation>
    </message>
    <message>
        <source>An embedding has no values</source>
        <translation>特征向量没有数值</translation>
    </message>
    <message>
        <source>CUDA device found</source>
        <translation>找到 CUDA 设备</translation>
    </message>
    <message>
        <source>CUDA was asked for: {}</source>
        <translation>要求使用 CUDA：{}</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Cancelled while waiting for the compute device</source>
        <translation>等待计算设备时已取消</translation>
    </message>
    <message>
        <source>Cannot allocate memory</source>
        <translation>无法分配内存</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>设备或资源忙</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>目录非空</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁盘配额</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>文件名过长</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>文件过大</translation>
    </message>
    <message>
        <source>Folder {} still has items; they are removed first</source>
        <translation>文件夹 {} 中仍有条目；需先将其移除</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Image tokens of {} bytes for item {}, where the cache holds records of {}</source>
        <translation>图像 token 有 {} 字节（条目 {}），而缓存的记录为 {} 字节</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>无效的参数</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>是一个目录</translation>
    </message>
    <message>
        <source>Memory ran out; close other programs and try again</source>
        <translation>内存不足；请关闭其他程序后重试</translation>
    </message>
    <message>
        <source>No folder {}</source>
        <translation>没有文件夹 {}</translation>
    </message>
    <message>
        <source>No folder {} in the gallery</source>
        <translation>图库中没有文件夹 {}</translation>
    </message>
    <message>
        <source>No index run {}</source>
        <translation>没有索引记录 {}</translation>
    </message>
    <message>
        <source>No item {}</source>
        <translation>没有条目 {}</translation>
    </message>
    <message>
        <source>No job {}</source>
        <translation>没有任务 {}</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>设备上没有剩余空间</translation>
    </message>
    <message>
        <source>No such device</source>
        <translation>没有该设备</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有该文件或目录</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>不是目录</translation>
    </message>
    <message>
        <source>OpenSSL failed to compute a SHA-256</source>
        <translation>OpenSSL 未能计算 SHA-256</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>操作不被允许</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>权限不足</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>文件句柄已失效</translation>
    </message>
    <message>
        <source>The model gave no numbers for an image; check the bundle with &quot;model check&quot;, or try another compute type</source>
        <translation>模型对一张图片没有给出数值；请用“model check”检查模型包，或尝试其他计算类型</translation>
    </message>
    <message>
        <source>The pattern &quot;{}&quot; has no named group; write (?P&lt;camera&gt;...), (?P&lt;time&gt;...), (?P&lt;track&gt;...) or (?P&lt;person&gt;...), or one of: {}</source>
        <translation>模式“{}”没有命名组；请写 (?P&lt;camera&gt;...)、(?P&lt;time&gt;...)、(?P&lt;track&gt;...) 或 (?P&lt;person&gt;...)，或使用以下之一：{}</translation>
    </message>
    <message>
        <source>The pattern &quot;{}&quot; is not a regular expression: {}</source>
        <translation>模式“{}”不是正则表达式：{}</translation>
    </message>
    <message>
        <source>The {} &quot;{}&quot; holds a NUL byte</source>
        <translation>{} 字段“{}”含有 NUL 字节</translation>
    </message>
    <message>
        <source>The {} &quot;{}&quot; is not UTF-8 (byte {})</source>
        <translation>{} 字段“{}”不是 UTF-8（字节 {}）</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>符号链接的层数过多</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>打开的文件过多</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>网络连接已断开</translation>
    </message>
    <message>
        <source>Unexpected: {}</source>
        <translation>意外错误：{}</translation>
    </message>
    <message>
        <source>&quot;captions&quot; is {}, not a list of texts</source>
        <translation>“captions”是{}，而不是文本列表</translation>
    </message>
    <message>
        <source>&quot;created_at&quot; is no time</source>
        <translation>“created_at”不是时间</translation>
    </message>
    <message>
        <source>&quot;imported&quot; is no order of a queue</source>
        <translation>“imported”不是队列的顺序</translation>
    </message>
    <message>
        <source>&quot;lead_time&quot; is no time</source>
        <translation>“lead_time”不是时间</translation>
    </message>
    <message>
        <source>&quot;pair&quot; is not a SHA-256 of 64 hexadecimal digits</source>
        <translation>“pair”不是由 64 位十六进制数字组成的 SHA-256</translation>
    </message>
    <message>
        <source>&quot;pair&quot; is not a SHA-256 of 64 hexadecimal digits in lower case</source>
        <translation>“pair”不是由 64 位小写十六进制数字组成的 SHA-256</translation>
    </message>
    <message>
        <source>&quot;{}&quot; and &quot;{}&quot; show different people in the data set</source>
        <translation>“{}”和“{}”在数据集中是不同的人</translation>
    </message>
    <message>
        <source>&quot;{}&quot; cannot be the name of a tensor here: it is taken</source>
        <translation>“{}”不能在此用作张量名称：已被占用</translation>
    </message>
    <message>
        <source>&quot;{}&quot; cannot stand in a safetensors file: it is not UTF-8 text</source>
        <translation>“{}”不能写入 safetensors 文件：不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is empty</source>
        <translation>“{}”为空</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is missing</source>
        <translation>缺少“{}”</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is no number</source>
        <translation>“{}”不是数字</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is no place in the memo</source>
        <translation>“{}”不是 memo 中的位置</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is no split</source>
        <translation>“{}”不是划分</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is no whole number of 64 bits</source>
        <translation>“{}”不是 64 位整数</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is no word of a journal</source>
        <translation>“{}”不是任务列表文件中的词</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is not a SHA-256</source>
        <translation>“{}”不是 SHA-256</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is not a list</source>
        <translation>“{}”不是列表</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is not a list of texts</source>
        <translation>“{}”不是文本列表</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is not a name to write to</source>
        <translation>“{}”不能用作写入的文件名</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is not a text</source>
        <translation>“{}”不是文本</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is not an object</source>
        <translation>“{}”不是对象</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is not one text</source>
        <translation>“{}”不是单个文本</translation>
    </message>
    <message>
        <source>&quot;{}&quot; under {} is not a number</source>
        <translation>“{}”（列 {}）不是数字</translation>
    </message>
    <message>
        <source>&quot;{}&quot; under {} stands for nothing</source>
        <translation>“{}”（列 {}）没有对应的含义</translation>
    </message>
    <message>
        <source>_metadata is {}</source>
        <translation>_metadata 是{}</translation>
    </message>
    <message>
        <source>a GIF</source>
        <translation>GIF 图片</translation>
    </message>
    <message>
        <source>a HEIF</source>
        <translation>HEIF 图片</translation>
    </message>
    <message>
        <source>a JPEG 2000</source>
        <translation>JPEG 2000 图片</translation>
    </message>
    <message>
        <source>a JPEG XL</source>
        <translation>JPEG XL 图片</translation>
    </message>
    <message>
        <source>a JSON text</source>
        <translation>JSON 文本</translation>
    </message>
    <message>
        <source>a PDF</source>
        <translation>PDF 文件</translation>
    </message>
    <message>
        <source>a Photoshop file</source>
        <translation>Photoshop 文件</translation>
    </message>
    <message>
        <source>a SHA-256 is not 64 hexadecimal digits</source>
        <translation>SHA-256 不是 64 位十六进制数字</translation>
    </message>
    <message>
        <source>a TIFF</source>
        <translation>TIFF 图片</translation>
    </message>
    <message>
        <source>a big-endian numpy number</source>
        <translation>大端序的 numpy 数值</translation>
    </message>
    <message>
        <source>a bundle was kept and is not there</source>
        <translation>保存过的模型包不存在</translation>
    </message>
    <message>
        <source>a byte order</source>
        <translation>字节序</translation>
    </message>
    <message>
        <source>a bytearray&apos;s bytes</source>
        <translation>bytearray 的字节</translation>
    </message>
    <message>
        <source>a call without a meaning</source>
        <translation>没有意义的调用</translation>
    </message>
    <message>
        <source>a checkpoint&apos;s dictionary has a key that is neither text nor whole number</source>
        <translation>检查点的字典中有一个键既不是文本也不是整数</translation>
    </message>
    <message>
        <source>a checkpoint&apos;s record {} of {} bytes; records of 4 GiB are not written</source>
        <translation>检查点的记录 {} 有 {} 字节；不写入 4 GiB 及以上的记录</translation>
    </message>
    <message>
        <source>a checkpoint&apos;s tree is nested more than {} deep</source>
        <translation>检查点的树嵌套超过 {} 层</translation>
    </message>
    <message>
        <source>a conjugated or negated tensor</source>
        <translation>共轭或取负的张量</translation>
    </message>
    <message>
        <source>a counter</source>
        <translation>计数器</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>a device&apos;s number</source>
        <translation>设备编号</translation>
    </message>
    <message>
        <source>a dictionary</source>
        <translation>字典</translation>
    </message>
    <message>
        <source>a dictionary with a key that has no value</source>
        <translation>字典中有一个键没有值</translation>
    </message>
    <message>
        <source>a field of an unknown kind</source>
        <translation>类型未知的字段</translation>
    </message>
    <message>
        <source>a file of an unknown kind</source>
        <translation>类型未知的文件</translation>
    </message>
    <message>
        <source>a frame of {} bytes where {} are left</source>
        <translation>一帧有 {} 字节，而只剩 {} 字节</translation>
    </message>
    <message>
        <source>a global&apos;s name</source>
        <translation>全局名称</translation>
    </message>
    <message>
        <source>a group has {} parameters instead of {}</source>
        <translation>一组有 {} 个参数，而不是 {} 个</translation>
    </message>
    <message>
        <source>a header of {} bytes</source>
        <translation>{} 字节的文件头</translation>
    </message>
    <message>
        <source>a job has no kind</source>
        <translation>有一个任务没有类型</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>a list of strings</source>
        <translation>字符串列表</translation>
    </message>
    <message>
        <source>a model needs a device</source>
        <translation>模型需要设备</translation>
    </message>
    <message>
        <source>a module&apos;s name</source>
        <translation>模块名称</translation>
    </message>
    <message>
        <source>a name or number without an end of line within {} bytes</source>
        <translation>一个名称或数字在 {} 字节内没有行尾</translation>
    </message>
    <message>
        <source>a name reaches past the end</source>
        <translation>一个名称超出了末尾</translation>
    </message>
    <message>
        <source>a namespace</source>
        <translation>命名空间</translation>
    </message>
    <message>
        <source>a namespace&apos;s state</source>
        <translation>命名空间的状态</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>a number of more than 64 bits</source>
        <translation>超过 64 位的数字</translation>
    </message>
    <message>
        <source>a number of {} bytes</source>
        <translation>{} 字节的数字</translation>
    </message>
    <message>
        <source>a number stands for nothing</source>
        <translation>一个数字没有对应的含义</translation>
    </message>
    <message>
        <source>a number that fits into 32 bits</source>
        <translation>32 位以内的数字</translation>
    </message>
    <message>
        <source>a number that is too large</source>
        <translation>数字过大</translation>
    </message>
    <message>
        <source>a numpy number</source>
        <translation>numpy 数值</translation>
    </message>
    <message>
        <source>a numpy number beyond 2^63</source>
        <translation>超过 2^63 的 numpy 数值</translation>
    </message>
    <message>
        <source>a numpy number of type {} in {} bytes</source>
        <translation>类型为 {} 的 numpy 数值有 {} 字节</translation>
    </message>
    <message>
        <source>a numpy number&apos;s bytes</source>
        <translation>numpy 数值的字节</translation>
    </message>
    <message>
        <source>a numpy type</source>
        <translation>numpy 类型</translation>
    </message>
    <message>
        <source>a numpy type that holds objects</source>
        <translation>含有对象的 numpy 类型</translation>
    </message>
    <message>
        <source>a numpy type&apos;s alignment</source>
        <translation>numpy 类型的对齐</translation>
    </message>
    <message>
        <source>a numpy type&apos;s copy</source>
        <translation>numpy 类型的副本</translation>
    </message>
    <message>
        <source>a numpy type&apos;s fields</source>
        <translation>numpy 类型的字段</translation>
    </message>
    <message>
        <source>a numpy type&apos;s flags</source>
        <translation>numpy 类型的标志</translation>
    </message>
    <message>
        <source>a numpy type&apos;s state</source>
        <translation>numpy 类型的状态</translation>
    </message>
    <message>
        <source>a numpy type&apos;s state has {} parts, not 8</source>
        <translation>numpy 类型的状态有 {} 个部分，而不是 8 个</translation>
    </message>
    <message>
        <source>a parameter with backward hooks</source>
        <translation>带有反向钩子的参数</translation>
    </message>
    <message>
        <source>a parameter&apos;s value</source>
        <translation>参数的值</translation>
    </message>
    <message>
        <source>a person index is negative</source>
        <translation>有一个人物编号为负</translation>
    </message>
    <message>
        <source>a picture of {} x {} pixels with {} samples cannot be encoded</source>
        <translation>{} x {} 像素、{} 个采样的图片无法编码</translation>
    </message>
    <message>
        <source>a picture of {}x{} cannot be resized to {}x{}: every side has 1 pixel or more</source>
        <translation>{}x{} 的图片无法缩放到 {}x{}：每条边至少 1 像素</translation>
    </message>
    <message>
        <source>a picture of {}x{} holds {} samples</source>
        <translation>{}x{} 的图片含有 {} 个采样</translation>
    </message>
    <message>
        <source>a picture of {}x{} with {} samples does not fill {} values</source>
        <translation>{}x{} 的图片有 {} 个采样，填不满 {} 个数值</translation>
    </message>
    <message>
        <source>a piece&apos;s score</source>
        <translation>词片的得分</translation>
    </message>
    <message>
        <source>a piece&apos;s text</source>
        <translation>词片的文本</translation>
    </message>
    <message>
        <source>a piece&apos;s type</source>
        <translation>词片的类型</translation>
    </message>
    <message>
        <source>a query of {} values for an index of dimension {}: use the bundle it was made with</source>
        <translation>检索有 {} 个数值，而索引的维度为 {}：请使用建立该索引的模型包</translation>
    </message>
    <message>
        <source>a quote is not closed</source>
        <translation>有一个引号没有闭合</translation>
    </message>
    <message>
        <source>a quote stands inside a field without quotes</source>
        <translation>没有引号的字段内含有引号</translation>
    </message>
    <message>
        <source>a ranking of {} images was given where there are {}</source>
        <translation>给出了 {} 张图片的排序，而实际有 {} 张</translation>
    </message>
    <message>
        <source>a record named &quot;{}&quot;, which leads outside the archive or is no plain name</source>
        <translation>名为“{}”的记录指向归档之外，或名称不规范</translation>
    </message>
    <message>
        <source>a record&apos;s name of {} bytes</source>
        <translation>一个记录的名称有 {} 字节</translation>
    </message>
    <message>
        <source>a result is not an object</source>
        <translation>有一个结果不是对象</translation>
    </message>
    <message>
        <source>a sample of the self-test</source>
        <translation>自检的样例</translation>
    </message>
    <message>
        <source>a search session needs a gallery, a model and a compute lane</source>
        <translation>检索会话需要图库、模型和计算通道</translation>
    </message>
    <message>
        <source>a set</source>
        <translation>集合</translation>
    </message>
    <message>
        <source>a set&apos;s items</source>
        <translation>集合的元素</translation>
    </message>
    <message>
        <source>a single tensor</source>
        <translation>单个张量</translation>
    </message>
    <message>
        <source>a size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>a storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>a storage stands where a tensor should, at {}</source>
        <translation>应为张量之处是一个存储，位于 {}</translation>
    </message>
    <message>
        <source>a storage&apos;s size</source>
        <translation>存储的大小</translation>
    </message>
    <message>
        <source>a storage&apos;s type</source>
        <translation>存储的类型</translation>
    </message>
    <message>
        <source>a storage&apos;s view</source>
        <translation>存储的视图</translation>
    </message>
    <message>
        <source>a storage&apos;s view has {} parts, not 3</source>
        <translation>存储的视图有 {} 个部分，而不是 3 个</translation>
    </message>
    <message>
        <source>a string</source>
        <translation>字符串</translation>
    </message>
    <message>
        <source>a structure reaches past the end</source>
        <translation>有一个结构超出了末尾</translation>
    </message>
    <message>
        <source>a tar archive, the form of checkpoints before 2018; load and save it with PyTorch</source>
        <translation>tar 归档，即 2018 年以前的检查点格式；请用 PyTorch 加载后重新保存</translation>
    </message>
    <message>
        <source>a tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>a tensor of size [{}] reaches outside its storage of {} elements</source>
        <translation>大小为 [{}] 的张量超出其 {} 个元素的存储</translation>
    </message>
    <message>
        <source>a tensor of {} dimensions; at most {} are read</source>
        <translation>张量有 {} 个维度；最多读取 {} 个</translation>
    </message>
    <message>
        <source>a tensor with backward hooks</source>
        <translation>带有反向钩子的张量</translation>
    </message>
    <message>
        <source>a tensor with {} sizes and {} strides</source>
        <translation>张量有 {} 个大小和 {} 个步长</translation>
    </message>
    <message>
        <source>a tensor&apos;s offset</source>
        <translation>张量的偏移</translation>
    </message>
    <message>
        <source>a tensor&apos;s size</source>
        <translation>张量的大小</translation>
    </message>
    <message>
        <source>a tensor&apos;s storage</source>
        <translation>张量的存储</translation>
    </message>
    <message>
        <source>a tensor&apos;s stride</source>
        <translation>张量的步长</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a text of {} bytes; at most {} are encoded</source>
        <translation>文本有 {} 字节；最多编码 {} 字节</translation>
    </message>
    <message>
        <source>a text of {} tokens: this model takes 1 to {}</source>
        <translation>文本有 {} 个 token：此模型接受 1 至 {} 个</translation>
    </message>
    <message>
        <source>a text that is not UTF-8</source>
        <translation>文本不是 UTF-8</translation>
    </message>
    <message>
        <source>a text without its quotes</source>
        <translation>文本没有引号</translation>
    </message>
    <message>
        <source>a text written with escapes</source>
        <translation>用转义写成的文本</translation>
    </message>
    <message>
        <source>a thumbnail of {} pixels: 1 or more are needed</source>
        <translation>{} 像素的缩略图：至少需要 1 像素</translation>
    </message>
    <message>
        <source>a token id is outside the vocabulary</source>
        <translation>有一个 token 编号在词表之外</translation>
    </message>
    <message>
        <source>a truth value</source>
        <translation>布尔值</translation>
    </message>
    <message>
        <source>a tuple</source>
        <translation>元组</translation>
    </message>
    <message>
        <source>a type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>a value</source>
        <translation>一个值</translation>
    </message>
    <message>
        <source>a video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>a view of {} elements from {} in a storage of {}</source>
        <translation>视图有 {} 个元素，从 {} 开始，而存储有 {} 个元素</translation>
    </message>
    <message>
        <source>a view&apos;s key</source>
        <translation>视图的键</translation>
    </message>
    <message>
        <source>a view&apos;s offset</source>
        <translation>视图的偏移</translation>
    </message>
    <message>
        <source>a view&apos;s size</source>
        <translation>视图的大小</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>a whole number beyond 64 bits</source>
        <translation>超过 64 位的整数</translation>
    </message>
    <message>
        <source>a zip</source>
        <translation>zip 归档</translation>
    </message>
    <message>
        <source>an AVIF</source>
        <translation>AVIF 图片</translation>
    </message>
    <message>
        <source>an OrderedDict&apos;s state</source>
        <translation>OrderedDict 的状态</translation>
    </message>
    <message>
        <source>an SVG drawing</source>
        <translation>SVG 图形</translation>
    </message>
    <message>
        <source>an XML text</source>
        <translation>XML 文本</translation>
    </message>
    <message>
        <source>an annotation has no verdict</source>
        <translation>有一条标注没有判定</translation>
    </message>
    <message>
        <source>an annotation is not an object</source>
        <translation>有一条标注不是对象</translation>
    </message>
    <message>
        <source>an annotation names nobody who made it</source>
        <translation>有一条标注没有注明标注者</translation>
    </message>
    <message>
        <source>an attribute&apos;s name</source>
        <translation>属性名称</translation>
    </message>
    <message>
        <source>an empty file</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>an entry of OrderedDict is no pair</source>
        <translation>OrderedDict 的一个条目不成对</translation>
    </message>
    <message>
        <source>an entry&apos;s extra field is cut</source>
        <translation>一个条目的扩展字段被截断</translation>
    </message>
    <message>
        <source>an entry&apos;s zip64 field is cut</source>
        <translation>一个条目的 zip64 字段被截断</translation>
    </message>
    <message>
        <source>an icon</source>
        <translation>图标</translation>
    </message>
    <message>
        <source>an id has another length</source>
        <translation>有一个标识的长度不对</translation>
    </message>
    <message>
        <source>an image path of {} bytes is too long</source>
        <translation>{} 字节的图片路径过长</translation>
    </message>
    <message>
        <source>an impossible field number</source>
        <translation>字段编号不可能存在</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>an ordered dictionary</source>
        <translation>有序字典</translation>
    </message>
    <message>
        <source>an undo does not say which decision it takes back</source>
        <translation>撤回没有说明撤回的是哪个判定</translation>
    </message>
    <message>
        <source>another number of groups</source>
        <translation>组数不同</translation>
    </message>
    <message>
        <source>asks for {}.{}, which a checkpoint of weights does not need; the file may hold code and nothing of it is run. Save the model&apos;s state_dict alone, in a trusted place, or get the file from another source</source>
        <translation>要求 {}.{}，权重的检查点不需要它；文件可能含有代码，其中任何内容都不会运行。请在可信的环境中仅保存模型的 state_dict，或从其他来源获取该文件</translation>
    </message>
    <message>
        <source>batch is {}: give 1 to 4096 images</source>
        <translation>batch 为 {}：请给出 1 至 4096 张图片</translation>
    </message>
    <message>
        <source>bert.encoder_width is {} and vit.embed_dim {}; they must be equal</source>
        <translation>bert.encoder_width 为 {}，vit.embed_dim 为 {}；两者必须相等</translation>
    </message>
    <message>
        <source>bert.fusion_layer is {} and bert.num_hidden_layers {}: no layer would read the image</source>
        <translation>bert.fusion_layer 为 {}，bert.num_hidden_layers 为 {}：没有任何层会读取图片</translation>
    </message>
    <message>
        <source>binary data</source>
        <translation>二进制数据</translation>
    </message>
    <message>
        <source>both &quot;file_path&quot; and &quot;img_path&quot;: keep one</source>
        <translation>同时有“file_path”和“img_path”：请只保留一个</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>bytes written as a text hold a character beyond 255</source>
        <translation>写成文本的字节中有超过 255 的字符</translation>
    </message>
    <message>
        <source>calls {}.{}, which is only a name here</source>
        <translation>调用了 {}.{}，而它在此仅为名称</translation>
    </message>
    <message>
        <source>caption {} has {} bytes, and {} are read at most</source>
        <translation>描述 {} 有 {} 字节，最多读取 {} 字节</translation>
    </message>
    <message>
        <source>caption {} is empty</source>
        <translation>描述 {} 为空</translation>
    </message>
    <message>
        <source>caption {} is {}, not a text</source>
        <translation>描述 {} 是{}，而不是文本</translation>
    </message>
    <message>
        <source>colour masks beside a palette</source>
        <translation>颜色掩码与调色板并存</translation>
    </message>
    <message>
        <source>cut inside a number</source>
        <translation>在一个数字中间被截断</translation>
    </message>
    <message>
        <source>decisions on the image {} are left out: the data set does not list it</source>
        <translation>关于图片 {} 的判定被略过：数据集中没有此图片</translation>
    </message>
    <message>
        <source>decisions on the image {} are left out: the gallery has another picture there; index it again if the file has changed</source>
        <translation>关于图片 {} 的判定被略过：图库中该处是另一张图片；若文件已更改，请重新索引</translation>
    </message>
    <message>
        <source>decisions on the images {} and {} are left out: the data set has different people on them</source>
        <translation>关于图片 {} 和 {} 的判定被略过：在数据集中它们是不同的人</translation>
    </message>
    <message>
        <source>embeddings of {} values cannot be indexed</source>
        <translation>{} 个数值的特征向量无法索引</translation>
    </message>
    <message>
        <source>encodes a text as &quot;{}&quot;</source>
        <translation>将文本编码为“{}”</translation>
    </message>
    <message>
        <source>ends before its STOP; the file is cut or damaged</source>
        <translation>在 STOP 之前结束；文件被截断或已损坏</translation>
    </message>
    <message>
        <source>filter: &quot;{}&quot; is not a criterion this version knows</source>
        <translation>筛选条件：此版本不认识“{}”</translation>
    </message>
    <message>
        <source>filter: a JSON object is wanted</source>
        <translation>筛选条件：需要 JSON 对象</translation>
    </message>
    <message>
        <source>filter: {}: &quot;hex&quot; wants lower-case hexadecimal digits</source>
        <translation>筛选条件：{}：“hex”需要小写十六进制数字</translation>
    </message>
    <message>
        <source>filter: {}: a list of strings is wanted</source>
        <translation>筛选条件：{}：需要字符串列表</translation>
    </message>
    <message>
        <source>filter: {}: a string is wanted</source>
        <translation>筛选条件：{}：需要字符串</translation>
    </message>
    <message>
        <source>filter: {}: true or false is wanted</source>
        <translation>筛选条件：{}：需要 true 或 false</translation>
    </message>
    <message>
        <source>filter: {}: whole milliseconds since 1970 are wanted</source>
        <translation>筛选条件：{}：需要自 1970 年起的整数毫秒</translation>
    </message>
    <message>
        <source>float16 is for CUDA devices: choose float32 or bfloat16 on the CPU</source>
        <translation>float16 用于 CUDA 设备：在 CPU 上请选择 float32 或 bfloat16</translation>
    </message>
    <message>
        <source>gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>has {} fields, the heading has {}</source>
        <translation>有 {} 个字段，而表头有 {} 个</translation>
    </message>
    <message>
        <source>holds a NUL byte</source>
        <translation>含有 NUL 字节</translation>
    </message>
    <message>
        <source>image features</source>
        <translation>图片特征</translation>
    </message>
    <message>
        <source>image tokens hold a value of magnitude {}, which the token format cannot keep; the weights or the picture&apos;s pixels are broken</source>
        <translation>图像 token 中有一个数值的绝对值为 {}，token 格式无法保存；权重或图片的像素已损坏</translation>
    </message>
    <message>
        <source>image tokens of {} bytes, this model&apos;s have {}: encode the image again</source>
        <translation>图像 token 有 {} 字节，此模型的有 {} 字节：请重新编码该图片</translation>
    </message>
    <message>
        <source>image {}</source>
        <translation>图片 {}</translation>
    </message>
    <message>
        <source>image {}: there is no such file</source>
        <translation>图片 {}：没有该文件</translation>
    </message>
    <message>
        <source>images are not of the configuration&apos;s size</source>
        <translation>图片大小与配置不符</translation>
    </message>
    <message>
        <source>instruction 0x{:02x} does not belong in a checkpoint</source>
        <translation>指令 0x{:02x} 不应出现在检查点中</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>为空</translation>
    </message>
    <message>
        <source>is not an object</source>
        <translation>不是对象</translation>
    </message>
    <message>
        <source>is not relative to its folder</source>
        <translation>不是相对于其文件夹的路径</translation>
    </message>
    <message>
        <source>is the disk full?</source>
        <translation>磁盘是否已满？</translation>
    </message>
    <message>
        <source>is {}, not within {}..{}</source>
        <translation>为 {}，不在 {}..{} 之内</translation>
    </message>
    <message>
        <source>it has byte pieces but does not use them</source>
        <translation>它有字节词片却不使用</translation>
    </message>
    <message>
        <source>it has no pieces</source>
        <translation>它没有词片</translation>
    </message>
    <message>
        <source>it has no pieces of text</source>
        <translation>它没有文本词片</translation>
    </message>
    <message>
        <source>it has two ends</source>
        <translation>它有两个结尾</translation>
    </message>
    <message>
        <source>it has {} byte pieces where 256 are needed</source>
        <translation>它有 {} 个字节词片，而需要 256 个</translation>
    </message>
    <message>
        <source>it is cut off</source>
        <translation>它被截断</translation>
    </message>
    <message>
        <source>it is not an object</source>
        <translation>它不是对象</translation>
    </message>
    <message>
        <source>it is one part of several</source>
        <translation>它是分卷归档中的一卷</translation>
    </message>
    <message>
        <source>it lists a storage that no tensor uses</source>
        <translation>它列出了没有张量使用的存储</translation>
    </message>
    <message>
        <source>it lists the storage {} twice</source>
        <translation>它两次列出了存储 {}</translation>
    </message>
    <message>
        <source>item {} has no embedding of this bundle; index it first</source>
        <translation>条目 {} 没有此模型包的特征向量；请先索引</translation>
    </message>
    <message>
        <source>item {}, which the candidates are like, has left the gallery</source>
        <translation>候选所相似的条目 {} 已不在图库中</translation>
    </message>
    <message>
        <source>items left out, because an annotation file cannot hold them: {}; the first: {}</source>
        <translation>因标注文件无法容纳而略过的条目：{}；第一个：{}</translation>
    </message>
    <message>
        <source>items left out, for want of a person or a caption: {}</source>
        <translation>因缺少人物或描述而略过的条目：{}</translation>
    </message>
    <message>
        <source>its &quot;pair&quot; is that of another caption above</source>
        <translation>其“pair”属于上文的另一条描述</translation>
    </message>
    <message>
        <source>its character map has a replacement too long</source>
        <translation>其字符映射中有一个替换过长</translation>
    </message>
    <message>
        <source>its character map is cut</source>
        <translation>其字符映射被截断</translation>
    </message>
    <message>
        <source>its character map says {} bytes of rules where {} are left</source>
        <translation>其字符映射称有 {} 字节的规则，而只剩 {} 字节</translation>
    </message>
    <message>
        <source>its colour masks are cut</source>
        <translation>其颜色掩码被截断</translation>
    </message>
    <message>
        <source>its directory is longer than it says</source>
        <translation>其目录比声明的长</translation>
    </message>
    <message>
        <source>its directory is not one</source>
        <translation>其目录无效</translation>
    </message>
    <message>
        <source>its directory is shorter than it says</source>
        <translation>其目录比声明的短</translation>
    </message>
    <message>
        <source>its directory of {} bytes at {} does not end where its end record begins</source>
        <translation>其目录有 {} 字节，位于 {}，没有在结尾记录开始处结束</translation>
    </message>
    <message>
        <source>its directory of {} bytes cannot list {} records</source>
        <translation>其目录有 {} 字节，列不下 {} 个记录</translation>
    </message>
    <message>
        <source>its end is missing; the file is cut off or was not written to its end</source>
        <translation>缺少结尾；文件被截断或未写完</translation>
    </message>
    <message>
        <source>its entries</source>
        <translation>其条目</translation>
    </message>
    <message>
        <source>its header is cut</source>
        <translation>其文件头被截断</translation>
    </message>
    <message>
        <source>its header is no JSON object</source>
        <translation>其文件头不是 JSON 对象</translation>
    </message>
    <message>
        <source>its keys are {}</source>
        <translation>其键是{}</translation>
    </message>
    <message>
        <source>its normaliser&apos;s settings are too large</source>
        <translation>其规范化设置过大</translation>
    </message>
    <message>
        <source>its palette is cut</source>
        <translation>其调色板被截断</translation>
    </message>
    <message>
        <source>its pickle repeats texts until they fill the memory</source>
        <translation>其 pickle 不断重复文本，直至占满内存</translation>
    </message>
    <message>
        <source>its pickle repeats values more than {} times; no checkpoint needs that</source>
        <translation>其 pickle 重复数值超过 {} 次；没有检查点需要这样</translation>
    </message>
    <message>
        <source>its picture data is cut</source>
        <translation>其图片数据被截断</translation>
    </message>
    <message>
        <source>its pieces have more than {} bytes in all</source>
        <translation>其词片总计超过 {} 字节</translation>
    </message>
    <message>
        <source>its pixels lie outside the file</source>
        <translation>其像素位于文件之外</translation>
    </message>
    <message>
        <source>its rows lie outside the picture</source>
        <translation>其行位于图片之外</translation>
    </message>
    <message>
        <source>its state dictionary &quot;{}&quot;</source>
        <translation>其状态字典“{}”</translation>
    </message>
    <message>
        <source>its system does not state the byte order</source>
        <translation>其系统信息没有说明字节序</translation>
    </message>
    <message>
        <source>its system is {}</source>
        <translation>其系统信息是{}</translation>
    </message>
    <message>
        <source>its trainer&apos;s settings are too large</source>
        <translation>其训练器设置过大</translation>
    </message>
    <message>
        <source>its two end records disagree</source>
        <translation>其两个结尾记录互相矛盾</translation>
    </message>
    <message>
        <source>its type</source>
        <translation>其类型</translation>
    </message>
    <message>
        <source>its values are nested more than {} deep</source>
        <translation>其数值嵌套超过 {} 层</translation>
    </message>
    <message>
        <source>its zip64 end record is not where it should be</source>
        <translation>其 zip64 结尾记录不在应在的位置</translation>
    </message>
    <message>
        <source>its {} is no object</source>
        <translation>其 {} 不是对象</translation>
    </message>
    <message>
        <source>kept image tokens have {} bytes, and {} tokens of width {} need {}; encode the image again</source>
        <translation>保存的图像 token 有 {} 字节，而 {} 个宽度为 {} 的 token 需要 {} 字节；请重新编码该图片</translation>
    </message>
    <message>
        <source>layer {} has no cross-attention: this model&apos;s fusion layers are {} to {}</source>
        <translation>第 {} 层没有交叉注意力：此模型的融合层为 {} 至 {}</translation>
    </message>
    <message>
        <source>leaves its folder</source>
        <translation>越出了其文件夹</translation>
    </message>
    <message>
        <source>level is {}: give a share between 0 and 1</source>
        <translation>level 为 {}：请给出 0 与 1 之间的比例</translation>
    </message>
    <message>
        <source>log-odds of replaced tokens</source>
        <translation>替换 token 的对数几率</translation>
    </message>
    <message>
        <source>looks for a mark that was never set</source>
        <translation>查找从未设置的标记</translation>
    </message>
    <message>
        <source>loss_weights (all are 0)</source>
        <translation>loss_weights（全部为 0）</translation>
    </message>
    <message>
        <source>makes an object of {}.{}</source>
        <translation>构造 {}.{} 的对象</translation>
    </message>
    <message>
        <source>mask and token ids differ in shape</source>
        <translation>掩码与 token 编号的形状不同</translation>
    </message>
    <message>
        <source>match logits</source>
        <translation>匹配 logit</translation>
    </message>
    <message>
        <source>maxWords is {}; it must be at least 1</source>
        <translation>maxWords 为 {}；至少应为 1</translation>
    </message>
    <message>
        <source>max_words is {} and bert.max_position_embeddings {}; a text of that length has no positions</source>
        <translation>max_words 为 {}，bert.max_position_embeddings 为 {}；该长度的文本没有位置</translation>
    </message>
    <message>
        <source>memo place {} is beyond what the pickle can fill</source>
        <translation>memo 位置 {} 超出了 pickle 所能填充的范围</translation>
    </message>
    <message>
        <source>memo place {} was never filled</source>
        <translation>memo 位置 {} 从未填充</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>more asked of {} than it has</source>
        <translation>请求的内容超过了 {} 所有的</translation>
    </message>
    <message>
        <source>more bytes were written than the tensors have</source>
        <translation>写入的字节多于张量所有的</translation>
    </message>
    <message>
        <source>more than {} captions</source>
        <translation>超过 {} 条描述</translation>
    </message>
    <message>
        <source>more than {} instructions; no checkpoint needs so many</source>
        <translation>超过 {} 条指令；没有检查点需要这么多</translation>
    </message>
    <message>
        <source>more than {} marks</source>
        <translation>超过 {} 个标记</translation>
    </message>
    <message>
        <source>more than {} pieces</source>
        <translation>超过 {} 个词片</translation>
    </message>
    <message>
        <source>more than {} records</source>
        <translation>超过 {} 条记录</translation>
    </message>
    <message>
        <source>more than {} values</source>
        <translation>超过 {} 个值</translation>
    </message>
    <message>
        <source>more than {} values on the stack</source>
        <translation>栈上超过 {} 个值</translation>
    </message>
    <message>
        <source>more than {} values; no checkpoint needs so many</source>
        <translation>超过 {} 个值；没有检查点需要这么多</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>必须是数字</translation>
    </message>
    <message>
        <source>must be a whole number</source>
        <translation>必须是整数</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>必须是对象</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>必须是 true 或 false</translation>
    </message>
    <message>
        <source>names a storage where none belongs</source>
        <translation>在不应有存储之处指明了存储</translation>
    </message>
    <message>
        <source>negative sharpness</source>
        <translation>锐度为负</translation>
    </message>
    <message>
        <source>nested more than {} deep</source>
        <translation>嵌套超过 {} 层</translation>
    </message>
    <message>
        <source>no CUDA device</source>
        <translation>没有 CUDA 设备</translation>
    </message>
    <message>
        <source>no CUDA device is visible to the driver</source>
        <translation>驱动程序看不到 CUDA 设备</translation>
    </message>
    <message>
        <source>no JPEG of a picture of {} x {} pixels: {}</source>
        <translation>无法将 {} x {} 像素的图片写成 JPEG：{}</translation>
    </message>
    <message>
        <source>no PNG of a picture of {} x {} pixels: {}</source>
        <translation>无法将 {} x {} 像素的图片写成 PNG：{}</translation>
    </message>
    <message>
        <source>no break line: &quot;more like this&quot; ranks by similarity alone</source>
        <translation>没有分界线：“查找相似图片”仅按相似度排序</translation>
    </message>
    <message>
        <source>no break line: every re-ranked candidate lies before it; re-rank more to find it</source>
        <translation>没有分界线：所有经过重排序的候选都在其之前；请重排序更多候选以找到它</translation>
    </message>
    <message>
        <source>no break line: nothing was re-ranked</source>
        <translation>没有分界线：没有经过重排序</translation>
    </message>
    <message>
        <source>no break line: the model is not calibrated (descry-cli model calibrate)</source>
        <translation>没有分界线：模型未经校准 (descry-cli model calibrate)</translation>
    </message>
    <message>
        <source>no captions (&quot;captions&quot;)</source>
        <translation>没有描述（“captions”）</translation>
    </message>
    <message>
        <source>no image path (&quot;file_path&quot; or &quot;img_path&quot;)</source>
        <translation>没有图片路径（“file_path”或“img_path”）</translation>
    </message>
    <message>
        <source>no images</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <source>no indexed item passes the filter; loosen it</source>
        <translation>没有已索引的条目符合筛选条件；请放宽条件</translation>
    </message>
    <message>
        <source>no memory to compute a SHA-256</source>
        <translation>没有内存用于计算 SHA-256</translation>
    </message>
    <message>
        <source>no model is open; import a model file or open a bundle first</source>
        <translation>没有打开模型；请先导入模型文件或打开模型包</translation>
    </message>
    <message>
        <source>no pair has scores, so none is more suspicious than another; score the pairs with a bundle first, or choose another order</source>
        <translation>没有图文对经过评分，因此无法比较哪个更可疑；请先用模型包为图文对评分，或选择其他顺序</translation>
    </message>
    <message>
        <source>no person id (&quot;id&quot;)</source>
        <translation>没有人物 ID（“id”）</translation>
    </message>
    <message>
        <source>no picture passes the filter; loosen it</source>
        <translation>没有图片符合筛选条件；请放宽条件</translation>
    </message>
    <message>
        <source>no query has a positive: there is nothing to compare</source>
        <translation>没有任何检索有正样本：无从比较</translation>
    </message>
    <message>
        <source>no source for the tensor {}</source>
        <translation>张量 {} 没有来源</translation>
    </message>
    <message>
        <source>no vocabulary of {} pieces can be learnt from {} captions: {}</source>
        <translation>无法从 {1} 条描述学习 {0} 个词片的词表：{2}</translation>
    </message>
    <message>
        <source>none of its {} pieces is the unknown piece</source>
        <translation>其 {} 个词片中没有未知词片</translation>
    </message>
    <message>
        <source>none: it was built without</source>
        <translation>无：程序在构建时未包含</translation>
    </message>
    <message>
        <source>not a list of records</source>
        <translation>不是记录列表</translation>
    </message>
    <message>
        <source>not a record but {}</source>
        <translation>不是记录，而是{}</translation>
    </message>
    <message>
        <source>not valid JSON</source>
        <translation>不是有效的 JSON</translation>
    </message>
    <message>
        <source>numDecodeThreads is {}, below 0</source>
        <translation>numDecodeThreads 为 {}，小于 0</translation>
    </message>
    <message>
        <source>numResamples is {}: give 1 or more</source>
        <translation>numResamples 为 {}：请给出 1 或更大的值</translation>
    </message>
    <message>
        <source>of compression {}</source>
        <translation>（压缩方式为 {}）</translation>
    </message>
    <message>
        <source>optimiser state has {} groups</source>
        <translation>优化器状态有 {} 组</translation>
    </message>
    <message>
        <source>optimiser state: group {} has {} parameters, the model {}</source>
        <translation>优化器状态：组 {} 有 {} 个参数，模型有 {} 个</translation>
    </message>
    <message>
        <source>optimiser state: {} does not fit the parameter {}</source>
        <translation>优化器状态：{} 与参数 {} 不符</translation>
    </message>
    <message>
        <source>optimiser: {} is out of range</source>
        <translation>优化器：{} 超出范围</translation>
    </message>
    <message>
        <source>paused at step {} of {}: {}; the last snapshot is whole, mend the cause and resume</source>
        <translation>暂停于第 {} 步（共 {} 步）：{}；最后的快照完整，请消除原因后继续</translation>
    </message>
    <message>
        <source>person {} is in {} here and in {} in record {}</source>
        <translation>人物 {0} 在此属于 {1}，而在记录 {3} 中属于 {2}</translation>
    </message>
    <message>
        <source>persons are not [B]</source>
        <translation>人物编号的形状不是 [B]</translation>
    </message>
    <message>
        <source>piece {} has no finite score</source>
        <translation>词片 {} 没有有限的得分</translation>
    </message>
    <message>
        <source>piece {} has {} bytes; at most {} are read</source>
        <translation>词片 {} 有 {} 字节；最多读取 {} 字节</translation>
    </message>
    <message>
        <source>piece {} is empty</source>
        <translation>词片 {} 为空</translation>
    </message>
    <message>
        <source>piece {} is not UTF-8 text</source>
        <translation>词片 {} 不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>piece {} is of the unknown type {}</source>
        <translation>词片 {} 的类型 {} 未知</translation>
    </message>
    <message>
        <source>position embeddings of {} values are not a {} x {} grid of width {} and a class row</source>
        <translation>{} 个数值的位置嵌入不是 {} x {}、宽度 {} 的网格加一行分类向量</translation>
    </message>
    <message>
        <source>protocol {}; the newest known is {}</source>
        <translation>协议 {}；已知的最新版本为 {}</translation>
    </message>
    <message>
        <source>puts entries into {}, which takes none</source>
        <translation>将条目放入{}，而它不能容纳条目</translation>
    </message>
    <message>
        <source>puts items into {}, which takes none</source>
        <translation>将元素放入{}，而它不能容纳元素</translation>
    </message>
    <message>
        <source>query {} is another one in the other ranking</source>
        <translation>检索 {} 与另一排序中的不同</translation>
    </message>
    <message>
        <source>rankings of {} and {} queries cannot be compared</source>
        <translation>{} 个与 {} 个检索的排序无法比较</translation>
    </message>
    <message>
        <source>reading the items was cancelled</source>
        <translation>读取条目已取消</translation>
    </message>
    <message>
        <source>record {} of the split: {}; check the data set with descry-cli dataset check</source>
        <translation>划分的记录 {}：{}；请用 descry-cli dataset check 检查数据集</translation>
    </message>
    <message>
        <source>refers to something outside the pickle that is no storage</source>
        <translation>引用了 pickle 之外并非存储的内容</translation>
    </message>
    <message>
        <source>relation logits</source>
        <translation>关系 logit</translation>
    </message>
    <message>
        <source>replaced is not [B]</source>
        <translation>替换标记的形状不是 [B]</translation>
    </message>
    <message>
        <source>rerank is {}: give the number of candidates, 0 for none</source>
        <translation>rerank 为 {}：请给出候选数量，0 表示不重排序</translation>
    </message>
    <message>
        <source>rerank is {}: give the number of images, 0 for none</source>
        <translation>rerank 为 {}：请给出图片数量，0 表示不重排序</translation>
    </message>
    <message>
        <source>review cache</source>
        <translation>审核缓存</translation>
    </message>
    <message>
        <source>review log</source>
        <translation>审核日志</translation>
    </message>
    <message>
        <source>schedule: {} is out of range</source>
        <translation>学习率调度：{} 超出范围</translation>
    </message>
    <message>
        <source>search by a description, by an item or by a picture, not by several at once</source>
        <translation>请用描述、条目或图片之一检索，不要同时使用多种</translation>
    </message>
    <message>
        <source>sentencepiece cannot encode a text: {}</source>
        <translation>sentencepiece 无法编码文本：{}</translation>
    </message>
    <message>
        <source>sets the attribute {}</source>
        <translation>设置了属性 {}</translation>
    </message>
    <message>
        <source>sets the attribute {} to a type</source>
        <translation>将属性 {} 设为类型</translation>
    </message>
    <message>
        <source>sets the state of {}, which has none</source>
        <translation>设置{}的状态，而它没有状态</translation>
    </message>
    <message>
        <source>some records give a split and others none</source>
        <translation>有些记录给出了划分，有些没有</translation>
    </message>
    <message>
        <source>something follows a closing quote</source>
        <translation>闭合引号之后还有内容</translation>
    </message>
    <message>
        <source>special token ids</source>
        <translation>特殊 token 编号</translation>
    </message>
    <message>
        <source>special token ids (two are the same)</source>
        <translation>特殊 token 编号（有两个相同）</translation>
    </message>
    <message>
        <source>step {}: the loss or a gradient is not finite (batch of {}: {}{})</source>
        <translation>第 {} 步：损失或梯度不是有限值（该批次有 {} 个图文对：{}{}）</translation>
    </message>
    <message>
        <source>stopped after step {} of {}; a snapshot is kept</source>
        <translation>在第 {} 步（共 {} 步）后停止；已保存快照</translation>
    </message>
    <message>
        <source>stopped on request</source>
        <translation>已按要求停止</translation>
    </message>
    <message>
        <source>stops with {} values left over</source>
        <translation>结束时剩余 {} 个值</translation>
    </message>
    <message>
        <source>takes a value from an empty stack</source>
        <translation>从空栈取值</translation>
    </message>
    <message>
        <source>tensor {} has shape {}, the configuration asks for {}: the weights and config.json do not belong together</source>
        <translation>张量 {} 的形状为 {}，配置要求 {}：权重与 config.json 不匹配</translation>
    </message>
    <message>
        <source>tensors leave a hole</source>
        <translation>张量之间有空隙</translation>
    </message>
    <message>
        <source>tensors overlap</source>
        <translation>张量重叠</translation>
    </message>
    <message>
        <source>text features</source>
        <translation>文本特征</translation>
    </message>
    <message>
        <source>the CPU was asked for</source>
        <translation>按要求使用 CPU</translation>
    </message>
    <message>
        <source>the annotation file changed while it was read; try again</source>
        <translation>标注文件在读取期间发生了更改；请重试</translation>
    </message>
    <message>
        <source>the annotator&apos;s name holds a control character</source>
        <translation>标注者姓名中含有控制字符</translation>
    </message>
    <message>
        <source>the arguments of a call</source>
        <translation>调用的参数</translation>
    </message>
    <message>
        <source>the bundle&apos;s vocabulary knows none of the words {}; describe the person in the language the bundle was trained on</source>
        <translation>模型包的词表不认识这些词中的任何一个：{}；请用训练模型包所用的语言描述人物</translation>
    </message>
    <message>
        <source>the byte fallback</source>
        <translation>字节回退</translation>
    </message>
    <message>
        <source>the byte order &quot;{}&quot;</source>
        <translation>字节序“{}”</translation>
    </message>
    <message>
        <source>the byte piece {} is not of the form &lt;0xNN&gt;</source>
        <translation>字节词片 {} 不是 &lt;0xNN&gt; 的形式</translation>
    </message>
    <message>
        <source>the character map</source>
        <translation>字符映射</translation>
    </message>
    <message>
        <source>the check was stopped</source>
        <translation>检查已停止</translation>
    </message>
    <message>
        <source>the checkpoint has no entry &quot;model&quot; and</source>
        <translation>检查点没有条目“model”，且</translation>
    </message>
    <message>
        <source>the configuration has no fusion layer: bert.fusion_layer {} must be below bert.num_hidden_layers {}</source>
        <translation>配置没有融合层：bert.fusion_layer {} 必须小于 bert.num_hidden_layers {}</translation>
    </message>
    <message>
        <source>the data set has no such pair of the image &quot;{}&quot; with a caption of &quot;{}&quot;</source>
        <translation>数据集中没有图片“{}”与“{}”的描述组成的这个图文对</translation>
    </message>
    <message>
        <source>the data set lists no image &quot;{}&quot;</source>
        <translation>数据集没有列出图片“{}”</translation>
    </message>
    <message>
        <source>the decision supersedes itself</source>
        <translation>判定取代了自身</translation>
    </message>
    <message>
        <source>the decision {} by {} reads differently in two logs: one of them was changed; merge the logs as the annotators&apos; programs wrote them</source>
        <translation>{1} 的判定 {0} 在两份日志中不一致：其中一份被改动过；请按标注者的程序写入的原样合并日志</translation>
    </message>
    <message>
        <source>the description has {} bytes, and at most {} are read; shorten it</source>
        <translation>描述有 {} 字节，最多读取 {} 字节；请缩短</translation>
    </message>
    <message>
        <source>the description is empty: there is no word to explain</source>
        <translation>描述为空：没有可解释的词</translation>
    </message>
    <message>
        <source>the description is empty; say what the person looks like, for example &quot;a woman in a red coat&quot;</source>
        <translation>描述为空；请描述人物的外观，例如“a woman in a red coat”</translation>
    </message>
    <message>
        <source>the description is not valid UTF-8 and is not exported</source>
        <translation>描述不是有效的 UTF-8，无法导出</translation>
    </message>
    <message>
        <source>the duration is below 0</source>
        <translation>用时小于 0</translation>
    </message>
    <message>
        <source>the entry &quot;{}&quot; of its {} is no text</source>
        <translation>条目“{}”（在其 {} 中）不是文本</translation>
    </message>
    <message>
        <source>the evaluation was cancelled</source>
        <translation>评测已取消</translation>
    </message>
    <message>
        <source>the export holds a list that was browsed, not the candidates of a search</source>
        <translation>导出文件中是浏览的列表，而不是检索的候选</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>the fingerprint is not 64 hexadecimal digits</source>
        <translation>指纹不是 64 位十六进制数字</translation>
    </message>
    <message>
        <source>the gallery has no items yet; add a folder of pictures to it</source>
        <translation>图库中还没有条目；请添加图片文件夹</translation>
    </message>
    <message>
        <source>the gallery has no pictures yet</source>
        <translation>图库中还没有图片</translation>
    </message>
    <message>
        <source>the image or the caption is another one than the &quot;pair&quot; that was judged</source>
        <translation>图片或描述与判定时的“pair”不同</translation>
    </message>
    <message>
        <source>the image path is empty</source>
        <translation>图片路径为空</translation>
    </message>
    <message>
        <source>the image path is {}, not a text</source>
        <translation>图片路径是{}，而不是文本</translation>
    </message>
    <message>
        <source>the image path {} holds a backslash; write it with &apos;/&apos;</source>
        <translation>图片路径 {} 含有反斜杠；请写成“/”</translation>
    </message>
    <message>
        <source>the image path {} holds a control character</source>
        <translation>图片路径 {} 含有控制字符</translation>
    </message>
    <message>
        <source>the image path {} is absolute; it must lie below the image folder</source>
        <translation>图片路径 {} 是绝对路径；它必须位于图片文件夹之下</translation>
    </message>
    <message>
        <source>the image path {} leaves the image folder</source>
        <translation>图片路径 {} 越出了图片文件夹</translation>
    </message>
    <message>
        <source>the image {} is listed in record {} already</source>
        <translation>图片 {} 已在记录 {} 中列出</translation>
    </message>
    <message>
        <source>the image {} is listed in record {} already, for person {}</source>
        <translation>图片 {} 已在记录 {} 中列出，属于人物 {}</translation>
    </message>
    <message>
        <source>the image {} is listed in record {} already: the two are one image</source>
        <translation>图片 {} 已在记录 {} 中列出：两者视为同一张图片</translation>
    </message>
    <message>
        <source>the image {} is the picture of record {}, byte for byte</source>
        <translation>图片 {} 与记录 {} 的图片逐字节相同</translation>
    </message>
    <message>
        <source>the import was stopped; nothing was written</source>
        <translation>导入已停止；未写入任何内容</translation>
    </message>
    <message>
        <source>the key &quot;{}&quot; appears twice</source>
        <translation>键“{}”出现了两次</translation>
    </message>
    <message>
        <source>the key &quot;{}&quot; appears twice in one object</source>
        <translation>键“{}”在同一对象中出现了两次</translation>
    </message>
    <message>
        <source>the key {} appears twice</source>
        <translation>键 {} 出现了两次</translation>
    </message>
    <message>
        <source>the limit of candidates is {}: give 1 or more</source>
        <translation>候选数量上限为 {}：请给出 1 或更大的值</translation>
    </message>
    <message>
        <source>the list of captions is empty</source>
        <translation>描述列表为空</translation>
    </message>
    <message>
        <source>the making of a parameter</source>
        <translation>构造参数的调用</translation>
    </message>
    <message>
        <source>the making of a tensor</source>
        <translation>构造张量的调用</translation>
    </message>
    <message>
        <source>the model gave a match logit that is not a number for item {}; try --dtype fp32, and check the bundle with `descry-cli model check`</source>
        <translation>模型对条目 {} 给出的匹配 logit 不是数值；请尝试 --dtype fp32，并用“descry-cli model check”检查模型包</translation>
    </message>
    <message>
        <source>the model gave a picture&apos;s embedding that is not a number; try --dtype fp32, and check the bundle with `descry-cli model check`</source>
        <translation>模型给出的图片特征向量不是数值；请尝试 --dtype fp32，并用“descry-cli model check”检查模型包</translation>
    </message>
    <message>
        <source>the model gave {} that are not finite numbers; try --dtype fp32, and check the bundle with descry-cli model check</source>
        <translation>模型给出的{}不是有限值；请尝试 --dtype fp32，并用 descry-cli model check 检查模型包</translation>
    </message>
    <message>
        <source>the model is of the unknown type {}</source>
        <translation>模型的类型 {} 未知</translation>
    </message>
    <message>
        <source>the model&apos;s heat maps at layer {} are not finite numbers; check the bundle with descry-cli model check</source>
        <translation>模型在第 {} 层的热力图不是有限值；请用 descry-cli model check 检查模型包</translation>
    </message>
    <message>
        <source>the model&apos;s type</source>
        <translation>模型的类型</translation>
    </message>
    <message>
        <source>the name of a storage</source>
        <translation>存储的名称</translation>
    </message>
    <message>
        <source>the name of a storage has {} parts, not {}</source>
        <translation>存储的名称有 {} 个部分，而不是 {} 个</translation>
    </message>
    <message>
        <source>the numpy type &quot;{}&quot; is no plain number</source>
        <translation>numpy 类型“{}”不是普通数值</translation>
    </message>
    <message>
        <source>the order &quot;{}&quot; tells something about a pair; blind mode has random, person and overlap</source>
        <translation>顺序“{}”会透露图文对的信息；盲审可用 random、person 和 overlap</translation>
    </message>
    <message>
        <source>the path or a caption of {} is not UTF-8</source>
        <translation>{} 的路径或描述不是 UTF-8</translation>
    </message>
    <message>
        <source>the person id is {}, not a whole number</source>
        <translation>人物 ID 是{}，而不是整数</translation>
    </message>
    <message>
        <source>the person id {} is negative</source>
        <translation>人物 ID {} 为负</translation>
    </message>
    <message>
        <source>the piece &quot;{}&quot; is there twice</source>
        <translation>词片“{}”出现了两次</translation>
    </message>
    <message>
        <source>the program&apos;s LibTorch has no CUDA part: name a folder with a full LibTorch {} in the settings or in {}, or run the set-up script with --cuda</source>
        <translation>程序的 LibTorch 没有 CUDA 部分：请在设置或 {1} 中指定含完整 LibTorch {0} 的文件夹，或用 --cuda 运行安装脚本</translation>
    </message>
    <message>
        <source>the protocol is set in the middle</source>
        <translation>在中间设置了协议</translation>
    </message>
    <message>
        <source>the query&apos;s embedding has values that are not finite</source>
        <translation>检索的特征向量含有非有限值</translation>
    </message>
    <message>
        <source>the record {} begins past the records</source>
        <translation>记录 {} 的起点在记录区之外</translation>
    </message>
    <message>
        <source>the record {} claims {} bytes, more than the file has</source>
        <translation>记录 {} 声称有 {} 字节，超过了文件的大小</translation>
    </message>
    <message>
        <source>the record {} has another checksum in its own header</source>
        <translation>记录 {} 自身文件头中的校验和不同</translation>
    </message>
    <message>
        <source>the record {} has another name in its own header</source>
        <translation>记录 {} 自身文件头中的名称不同</translation>
    </message>
    <message>
        <source>the record {} has another size in its own header</source>
        <translation>记录 {} 自身文件头中的大小不同</translation>
    </message>
    <message>
        <source>the record {} has other flags in its own header</source>
        <translation>记录 {} 自身文件头中的标志不同</translation>
    </message>
    <message>
        <source>the record {} is stored with two sizes</source>
        <translation>记录 {} 存有两个大小</translation>
    </message>
    <message>
        <source>the record {} overlaps another</source>
        <translation>记录 {} 与另一个重叠</translation>
    </message>
    <message>
        <source>the record {} reaches into the directory</source>
        <translation>记录 {} 延伸到了目录之中</translation>
    </message>
    <message>
        <source>the replacements of its character map are not UTF-8 texts</source>
        <translation>其字符映射的替换不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>the rules of its character map lead outside it</source>
        <translation>其字符映射的规则指向映射之外</translation>
    </message>
    <message>
        <source>the search was cancelled</source>
        <translation>检索已取消</translation>
    </message>
    <message>
        <source>the shape of {} holds {}, which is no size</source>
        <translation>{} 的形状中有 {}，它不是大小</translation>
    </message>
    <message>
        <source>the shape of {} is no list of at most {} sizes</source>
        <translation>{} 的形状不是至多 {} 个大小的列表</translation>
    </message>
    <message>
        <source>the split has no captions: there is nothing to evaluate</source>
        <translation>该划分没有描述：无从评测</translation>
    </message>
    <message>
        <source>the split is {}, not train, val or test</source>
        <translation>划分是{}，而不是 train、val 或 test</translation>
    </message>
    <message>
        <source>the storage {} has {} elements, not {}</source>
        <translation>存储 {} 有 {} 个元素，而不是 {} 个</translation>
    </message>
    <message>
        <source>the storage {} is missing</source>
        <translation>缺少存储 {}</translation>
    </message>
    <message>
        <source>the storage {} is named with two types or sizes</source>
        <translation>存储 {} 以两种类型或大小出现</translation>
    </message>
    <message>
        <source>the tensor {} begins at {} of the data, where {} was expected: {}</source>
        <translation>张量 {} 在数据中从 {} 开始，而应从 {} 开始：{}</translation>
    </message>
    <message>
        <source>the tensor {} cannot have the shape [{}]</source>
        <translation>张量 {} 的形状不能是 [{}]</translation>
    </message>
    <message>
        <source>the tensor {} has no two offsets</source>
        <translation>张量 {} 没有两个偏移</translation>
    </message>
    <message>
        <source>the tensor {} has no {}</source>
        <translation>张量 {} 没有 {}</translation>
    </message>
    <message>
        <source>the tensor {} has {} bytes, and its shape asks for {}</source>
        <translation>张量 {} 有 {} 字节，而其形状需要 {} 字节</translation>
    </message>
    <message>
        <source>the tensor {} is no object</source>
        <translation>张量 {} 不是对象</translation>
    </message>
    <message>
        <source>the tensor {} lies at {} to {}, in {} bytes of data; the file may be cut off</source>
        <translation>张量 {} 位于 {} 至 {}，而数据有 {} 字节；文件可能被截断</translation>
    </message>
    <message>
        <source>the tensor {} of shape [{}] comes with {} bytes</source>
        <translation>张量 {} 的形状为 [{}]，却带有 {} 字节</translation>
    </message>
    <message>
        <source>the tensor {} of shape [{}] is larger than the file, which may be cut off</source>
        <translation>形状为 [{1}] 的张量 {0} 比文件还大，文件可能被截断</translation>
    </message>
    <message>
        <source>the tensor {} of size [{}] comes with {} bytes</source>
        <translation>张量 {} 的大小为 [{}]，却带有 {} 字节</translation>
    </message>
    <message>
        <source>the tensor {} of size [{}] spreads a small storage over more memory than the file could ever need</source>
        <translation>大小为 [{1}] 的张量 {0} 把一个小存储铺展到超过该文件可能需要的内存</translation>
    </message>
    <message>
        <source>the text &quot;{}&quot; for a checkpoint is not UTF-8</source>
        <translation>用于检查点的文本“{}”不是 UTF-8</translation>
    </message>
    <message>
        <source>the text was encoded by another model: encode it again</source>
        <translation>该文本由另一个模型编码：请重新编码</translation>
    </message>
    <message>
        <source>the training split has no image with a caption</source>
        <translation>训练划分中没有带描述的图片</translation>
    </message>
    <message>
        <source>the training split has no image with a caption that the verdicts on pairs do not reject</source>
        <translation>训练划分中，带描述的图片都已被图文对的判定拒绝</translation>
    </message>
    <message>
        <source>the two views differ in shape</source>
        <translation>两个视图的形状不同</translation>
    </message>
    <message>
        <source>the type of an object</source>
        <translation>对象的类型</translation>
    </message>
    <message>
        <source>the verdict &quot;{}&quot; is not strong, weak, reject or unsure</source>
        <translation>判定“{}”不是 strong、weak、reject 或 unsure</translation>
    </message>
    <message>
        <source>the verdict is not strong, weak, reject or unsure</source>
        <translation>判定不是 strong、weak、reject 或 unsure</translation>
    </message>
    <message>
        <source>the {} has {} bytes, and {} are kept at most</source>
        <translation>{} 有 {} 字节，最多保存 {} 字节</translation>
    </message>
    <message>
        <source>the {} is empty</source>
        <translation>{} 为空</translation>
    </message>
    <message>
        <source>the {} is not UTF-8 text</source>
        <translation>{} 不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>there are no records</source>
        <translation>没有记录</translation>
    </message>
    <message>
        <source>there is no caption to learn a vocabulary from</source>
        <translation>没有可用于学习词表的描述</translation>
    </message>
    <message>
        <source>there is no other indexed item</source>
        <translation>没有其他已索引的条目</translation>
    </message>
    <message>
        <source>there is no query to compute metrics from</source>
        <translation>没有可用于计算指标的检索</translation>
    </message>
    <message>
        <source>there is no reason &quot;{}&quot;</source>
        <translation>没有原因“{}”</translation>
    </message>
    <message>
        <source>there is no record where {} should begin</source>
        <translation>{} 处应有记录开始，却没有</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>没有该文件</translation>
    </message>
    <message>
        <source>token id {} is not in this model&apos;s vocabulary of {}</source>
        <translation>token 编号 {} 不在此模型的 {} 个词的词表中</translation>
    </message>
    <message>
        <source>token id {} is outside the vocabulary of {}</source>
        <translation>token 编号 {} 在 {} 个词的词表之外</translation>
    </message>
    <message>
        <source>token ids are not [B, L]</source>
        <translation>token 编号的形状不是 [B, L]</translation>
    </message>
    <message>
        <source>token ids are not int64</source>
        <translation>token 编号不是 int64</translation>
    </message>
    <message>
        <source>tokens is {} in the configuration; it must be an object of token ids</source>
        <translation>配置中的 tokens 是 {}；它必须是 token 编号的对象</translation>
    </message>
    <message>
        <source>tolerance is {}: give a number, 0 or more</source>
        <translation>tolerance 为 {}：请给出 0 或更大的数</translation>
    </message>
    <message>
        <source>too many dimensions in all</source>
        <translation>维度总数过多</translation>
    </message>
    <message>
        <source>training batch: {}</source>
        <translation>训练批次：{}</translation>
    </message>
    <message>
        <source>training options: distillation must be &quot;reference&quot; or &quot;vocabulary&quot;</source>
        <translation>训练选项：distillation 必须是“reference”或“vocabulary”</translation>
    </message>
    <message>
        <source>training options: loss_weights must be an object</source>
        <translation>训练选项：loss_weights 必须是对象</translation>
    </message>
    <message>
        <source>training options: {} is out of range</source>
        <translation>训练选项：{} 超出范围</translation>
    </message>
    <message>
        <source>training options: {} must be a number</source>
        <translation>训练选项：{} 必须是数字</translation>
    </message>
    <message>
        <source>training settings: {}{} {}</source>
        <translation>训练设置：{}{} {}</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>two sets of items from different lists cannot be combined</source>
        <translation>来自不同列表的两组条目无法合并</translation>
    </message>
    <message>
        <source>two unknown pieces</source>
        <translation>有两个未知词片</translation>
    </message>
    <message>
        <source>vocabularySize is {}, not within {}..{}</source>
        <translation>vocabularySize 为 {}，不在 {}..{} 之内</translation>
    </message>
    <message>
        <source>wants {} bytes where {} are left; the file is cut or damaged</source>
        <translation>需要 {} 字节，而只剩 {} 字节；文件被截断或已损坏</translation>
    </message>
    <message>
        <source>what is called</source>
        <translation>被调用者</translation>
    </message>
    <message>
        <source>with unusual colour masks</source>
        <translation>（颜色掩码特殊）</translation>
    </message>
    <message>
        <source>{} (neither the tensors nor a configuration tells {}, so the published values were taken: give a configuration that has them)</source>
        <translation>{}（张量和配置都没有说明 {}，因此采用了论文中的值：请给出包含它们的配置）</translation>
    </message>
    <message>
        <source>{} appear twice</source>
        <translation>{} 出现了两次</translation>
    </message>
    <message>
        <source>{} as a key of a dictionary</source>
        <translation>以{}作为字典的键</translation>
    </message>
    <message>
        <source>{} bits per pixel</source>
        <translation>（每像素 {} 位）</translation>
    </message>
    <message>
        <source>{} bytes follow its last storage</source>
        <translation>最后一个存储之后还有 {} 字节</translation>
    </message>
    <message>
        <source>{} bytes follow its last tensor</source>
        <translation>最后一个张量之后还有 {} 字节</translation>
    </message>
    <message>
        <source>{} bytes of tensors were not written</source>
        <translation>有 {} 字节的张量没有写入</translation>
    </message>
    <message>
        <source>{} bytes stand before its first record</source>
        <translation>第一个记录之前有 {} 字节</translation>
    </message>
    <message>
        <source>{} bytes, and at most {} are read</source>
        <translation>{} 字节，最多读取 {} 字节</translation>
    </message>
    <message>
        <source>{} embeddings are more than one index holds</source>
        <translation>{} 个特征向量超过了一个索引的容量</translation>
    </message>
    <message>
        <source>{} failed on an {}: {}</source>
        <translation>{} 在处理 {} 时失败：{}</translation>
    </message>
    <message>
        <source>{} has not enough memory for one {}: close other programs, or use a smaller model</source>
        <translation>{} 的内存不足以处理一个 {}：请关闭其他程序，或使用较小的模型</translation>
    </message>
    <message>
        <source>{} holds LibTorch {} without its CUDA part (lib/libtorch_cuda.so): install the one for CUDA</source>
        <translation>{} 中的 LibTorch {} 没有 CUDA 部分 (lib/libtorch_cuda.so)：请安装支持 CUDA 的版本</translation>
    </message>
    <message>
        <source>{} holds LibTorch {}, this program needs {}</source>
        <translation>{} 中是 LibTorch {}，此程序需要 {}</translation>
    </message>
    <message>
        <source>{} is given {} arguments, not {}</source>
        <translation>{} 得到 {} 个参数，而不是 {} 个</translation>
    </message>
    <message>
        <source>{} is missing</source>
        <translation>缺少 {}</translation>
    </message>
    <message>
        <source>{} is missing or no number</source>
        <translation>{} 缺失或不是数字</translation>
    </message>
    <message>
        <source>{} is missing or of another kind</source>
        <translation>{} 缺失或类型不同</translation>
    </message>
    <message>
        <source>{} is no format</source>
        <translation>{} 不是格式</translation>
    </message>
    <message>
        <source>{} is not a LibTorch folder (neither version.py nor build-version tells a version): name the folder torch of a Python wheel, or libtorch of LibTorch&apos;s archive</source>
        <translation>{} 不是 LibTorch 文件夹（version.py 和 build-version 都没有给出版本）：请指定 Python wheel 中的 torch 文件夹，或 LibTorch 归档中的 libtorch 文件夹</translation>
    </message>
    <message>
        <source>{} is not among the weights</source>
        <translation>{} 不在权重之中</translation>
    </message>
    <message>
        <source>{} is of the wrong kind</source>
        <translation>{} 的类型有误</translation>
    </message>
    <message>
        <source>{} is {}</source>
        <translation>{}是{}</translation>
    </message>
    <message>
        <source>{} is {} by the configuration, but {} by the vocabulary {}</source>
        <translation>{0} 在配置中为 {1}，而在词表 {3} 中为 {2}</translation>
    </message>
    <message>
        <source>{} is {}, not within {}..{}</source>
        <translation>{} 为 {}，不在 {}..{} 之内</translation>
    </message>
    <message>
        <source>{} is {}, not {}</source>
        <translation>{}是{}，而不是{}</translation>
    </message>
    <message>
        <source>{} is {}, which {} ({}) does not divide</source>
        <translation>{} 为 {}，不能被 {} ({}) 整除</translation>
    </message>
    <message>
        <source>{} is {}: give 0 to 1</source>
        <translation>{} 为 {}：请给出 0 至 1 的值</translation>
    </message>
    <message>
        <source>{} is {}; it must lie between {} and {}</source>
        <translation>{} 为 {}；它必须在 {} 与 {} 之间</translation>
    </message>
    <message>
        <source>{} learning rates for {} groups</source>
        <translation>{} 个学习率对应 {} 组</translation>
    </message>
    <message>
        <source>{} of the bundle cannot be written: {}</source>
        <translation>模型包的 {} 无法写入：{}</translation>
    </message>
    <message>
        <source>{} of {} bytes</source>
        <translation>{}为 {} 字节</translation>
    </message>
    <message>
        <source>{} pixel values are not one or more images of 3 x {} x {}</source>
        <translation>{} 个像素值不构成一张或多张 3 x {} x {} 的图片</translation>
    </message>
    <message>
        <source>{} scores were given for {} queries and {} images</source>
        <translation>给出了 {} 个得分，而有 {} 个检索和 {} 张图片</translation>
    </message>
    <message>
        <source>{} tensors are too many for one file</source>
        <translation>{} 个张量对于一个文件来说过多</translation>
    </message>
    <message>
        <source>{} values for {} items of dimension {}: rows and rising ids are wanted</source>
        <translation>{} 个数值对应 {} 个维度为 {} 的条目：需要整行的数值和递增的编号</translation>
    </message>
    <message>
        <source>{}, byte {}: {}</source>
        <translation>{}，字节 {}：{}</translation>
    </message>
    <message>
        <source>{}. It was kept as {}</source>
        <translation>{}。原文件已保留为 {}</translation>
    </message>
    <message>
        <source>{}.{} is no type of storage</source>
        <translation>{}.{} 不是存储的类型</translation>
    </message>
    <message>
        <source>{}: JSON refused: {}</source>
        <translation>{}：拒绝此 JSON：{}</translation>
    </message>
    <message>
        <source>{}: &quot;candidates&quot; must be a list</source>
        <translation>{}：“candidates”必须是列表</translation>
    </message>
    <message>
        <source>{}: &quot;fingerprint&quot; is not 64 hexadecimal digits</source>
        <translation>{}：“fingerprint”不是 64 位十六进制数字</translation>
    </message>
    <message>
        <source>{}: &quot;rule&quot; must be &quot;itm&quot; or &quot;itc+itm&quot;; it is the key that says how to rank</source>
        <translation>{}：“rule”必须是“itm”或“itc+itm”；此键说明如何排序</translation>
    </message>
    <message>
        <source>{}: &quot;sha256&quot; of &quot;likeImage&quot; is not 64 hexadecimal digits</source>
        <translation>{}：“likeImage”的“sha256”不是 64 位十六进制数字</translation>
    </message>
    <message>
        <source>{}: &quot;sha256&quot; of rank {} is not 64 hexadecimal digits</source>
        <translation>{}：第 {} 名的“sha256”不是 64 位十六进制数字</translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; is missing</source>
        <translation>{}：缺少“{}”</translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; is the run&apos;s own; only {} may change when it goes on</source>
        <translation>{}：“{}”属于此次训练自身；继续时只能更改 {}</translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; must be {}</source>
        <translation>{}：“{}”必须是{}</translation>
    </message>
    <message>
        <source>{}: &quot;{}&quot; must be {} or more</source>
        <translation>{}：“{}”必须为 {} 或更大</translation>
    </message>
    <message>
        <source>{}: a BMP {} is not read; save it as PNG or JPEG</source>
        <translation>{}：无法读取此类 BMP {}；请另存为 PNG 或 JPEG</translation>
    </message>
    <message>
        <source>{}: a JPEG of {} channels is neither grey, RGB nor CMYK</source>
        <translation>{}：有 {} 个通道的 JPEG 既不是灰度，也不是 RGB 或 CMYK</translation>
    </message>
    <message>
        <source>{}: a JSON object is wanted</source>
        <translation>{}：需要 JSON 对象</translation>
    </message>
    <message>
        <source>{}: a TorchScript archive, which holds code beside weights; save the model&apos;s state_dict instead</source>
        <translation>{}：TorchScript 归档，除权重外还含有代码；请改为保存模型的 state_dict</translation>
    </message>
    <message>
        <source>{}: a checkpoint of a version that is not 1001</source>
        <translation>{}：检查点的版本不是 1001</translation>
    </message>
    <message>
        <source>{}: a checkpoint of format version &quot;{}&quot;; 1 to 10 are read</source>
        <translation>{}：检查点的格式版本为“{}”；可读取 1 至 10</translation>
    </message>
    <message>
        <source>{}: a configuration is a JSON object; this is {}</source>
        <translation>{}：配置应是 JSON 对象；而这是 {}</translation>
    </message>
    <message>
        <source>{}: a database of another program, not a Descry gallery</source>
        <translation>{}：其他程序的数据库，不是 Descry 图库</translation>
    </message>
    <message>
        <source>{}: a database of another program, not a review log</source>
        <translation>{}：其他程序的数据库，不是审核日志</translation>
    </message>
    <message>
        <source>{}: a decision in it cannot be read ({}); restore a copy of the review log</source>
        <translation>{}：其中有一个判定无法读取（{}）；请还原审核日志的副本</translation>
    </message>
    <message>
        <source>{}: a pair&apos;s id was not checked</source>
        <translation>{}：图文对的标识未经检查</translation>
    </message>
    <message>
        <source>{}: a path cannot hold a NUL byte</source>
        <translation>{}：路径中不能有 NUL 字节</translation>
    </message>
    <message>
        <source>{}: a ranking rule is a JSON object</source>
        <translation>{}：排序规则应是 JSON 对象</translation>
    </message>
    <message>
        <source>{}: a recipe without a kind</source>
        <translation>{}：任务没有类型</translation>
    </message>
    <message>
        <source>{}: a training works in this folder now; wait until it has ended, or choose another</source>
        <translation>{}：此文件夹中正在进行训练；请等待其结束，或选择其他文件夹</translation>
    </message>
    <message>
        <source>{}: a value is larger than {} MiB</source>
        <translation>{}：有一个值大于 {} MiB</translation>
    </message>
    <message>
        <source>{}: a zip archive, but no PyTorch checkpoint: its records lie in several folders</source>
        <translation>{}：是 zip 归档，但不是 PyTorch 检查点：其记录位于多个文件夹中</translation>
    </message>
    <message>
        <source>{}: a zip archive, but no whole PyTorch checkpoint: the record {} is missing</source>
        <translation>{}：是 zip 归档，但不是完整的 PyTorch 检查点：缺少记录 {}</translation>
    </message>
    <message>
        <source>{}: an empty zip archive, no PyTorch checkpoint</source>
        <translation>{}：空的 zip 归档，不是 PyTorch 检查点</translation>
    </message>
    <message>
        <source>{}: an export writes another file of this name; rename the data set first</source>
        <translation>{}：导出时要写入另一个同名文件；请先重命名数据集</translation>
    </message>
    <message>
        <source>{}: an item lies in no folder of the gallery; check it with &quot;gallery verify&quot;</source>
        <translation>{}：有一个条目不在图库的任何文件夹中；请用“gallery verify”检查</translation>
    </message>
    <message>
        <source>{}: another program is writing to this {}; wait until it has finished or close it, then try again</source>
        <translation>{}：另一个程序正在写入此{}；请等待其完成或将其关闭，然后重试</translation>
    </message>
    <message>
        <source>{}: another program upgraded this {} at the same time; open it again</source>
        <translation>{}：另一个程序同时升级了此{}；请重新打开</translation>
    </message>
    <message>
        <source>{}: bert.{} is {}; only &quot;{}&quot; is supported</source>
        <translation>{}：bert.{} 是 {}；仅支持“{}”</translation>
    </message>
    <message>
        <source>{}: built with the C++ library&apos;s old strings (pre-cxx11 ABI); take the LibTorch with the cxx11 ABI, or that of a Python wheel</source>
        <translation>{}：使用 C++ 库的旧字符串 (pre-cxx11 ABI) 构建；请使用 cxx11 ABI 的 LibTorch，或 Python wheel 中的 LibTorch</translation>
    </message>
    <message>
        <source>{}: candidates must be a JSON object</source>
        <translation>{}：candidates 必须是 JSON 对象</translation>
    </message>
    <message>
        <source>{}: cannot be examined: {}</source>
        <translation>{}：无法检查：{}</translation>
    </message>
    <message>
        <source>{}: cannot be opened for reading: {}</source>
        <translation>{}：无法打开以读取：{}</translation>
    </message>
    <message>
        <source>{}: cannot be read</source>
        <translation>{}：无法读取</translation>
    </message>
    <message>
        <source>{}: cannot be read: {}</source>
        <translation>{}：无法读取：{}</translation>
    </message>
    <message>
        <source>{}: cannot be replaced: it is not an ordinary file</source>
        <translation>{}：无法替换：不是普通文件</translation>
    </message>
    <message>
        <source>{}: cannot be restored from {}: {}</source>
        <translation>{}：无法从 {} 还原：{}</translation>
    </message>
    <message>
        <source>{}: cannot be set aside: {}</source>
        <translation>{}：无法移开：{}</translation>
    </message>
    <message>
        <source>{}: cannot be written: there is no folder {}</source>
        <translation>{}：无法写入：没有文件夹 {}</translation>
    </message>
    <message>
        <source>{}: cannot be written: {}</source>
        <translation>{}：无法写入：{}</translation>
    </message>
    <message>
        <source>{}: convincing_score must not be below break_score</source>
        <translation>{}：convincing_score 不得小于 break_score</translation>
    </message>
    <message>
        <source>{}: cut short</source>
        <translation>{}：内容不完整</translation>
    </message>
    <message>
        <source>{}: damaged checkpoint: {}</source>
        <translation>{}：检查点已损坏：{}</translation>
    </message>
    <message>
        <source>{}: damaged safetensors file: {}</source>
        <translation>{}：safetensors 文件已损坏：{}</translation>
    </message>
    <message>
        <source>{}: damaged zip archive: it has two records named {}</source>
        <translation>{}：zip 归档已损坏：有两个名为 {} 的记录</translation>
    </message>
    <message>
        <source>{}: damaged zip archive: {}</source>
        <translation>{}：zip 归档已损坏：{}</translation>
    </message>
    <message>
        <source>{}: does not fit {}
{}</source>
        <translation>{}：与 {} 不符
{}</translation>
    </message>
    <message>
        <source>{}: ends before the table</source>
        <translation>{}：在表格之前结束</translation>
    </message>
    <message>
        <source>{}: has both &quot;{}&quot; and &quot;{}&quot;, which are one tensor&apos;s name</source>
        <translation>{}：同时有“{}”和“{}”，它们是同一张量的名称</translation>
    </message>
    <message>
        <source>{}: has both {} and {}; remove the one that the model was not trained with</source>
        <translation>{}：同时有 {} 和 {}；请删除训练模型时未使用的那个</translation>
    </message>
    <message>
        <source>{}: has changed since the run began, so it cannot go on with it; restore the file, or start a new run from {}</source>
        <translation>{}：自训练开始后已更改，因此无法继续；请恢复该文件，或从 {} 开始新的训练</translation>
    </message>
    <message>
        <source>{}: has changes in {} that cannot be merged on a read-only medium; copy both files to a folder that can be written and open the copy</source>
        <translation>{}：{} 中有更改，在只读介质上无法合并；请将两个文件复制到可写的文件夹，然后打开副本</translation>
    </message>
    <message>
        <source>{}: has more than one of &quot;query&quot;, &quot;like&quot; and &quot;likeImage&quot;; a search has one</source>
        <translation>{}：“query”、“like”和“likeImage”多于一个；一次检索只有一个</translation>
    </message>
    <message>
        <source>{}: has no record of the split {}</source>
        <translation>{}：没有划分 {} 的记录</translation>
    </message>
    <message>
        <source>{}: has no record of the split {}; choose another</source>
        <translation>{}：没有划分 {} 的记录；请选择其他划分</translation>
    </message>
    <message>
        <source>{}: has {} bytes or more, and at most {} are read from such a file</source>
        <translation>{}：有 {} 字节或更多，而此类文件最多读取 {} 字节</translation>
    </message>
    <message>
        <source>{}: has {} pieces, and the model&apos;s word embeddings are for {}; give the vocabulary that the model was trained with</source>
        <translation>{}：有 {} 个词片，而模型的词嵌入对应 {} 个；请给出训练模型时使用的词表</translation>
    </message>
    <message>
        <source>{}: holds a NUL byte</source>
        <translation>{}：含有 NUL 字节</translation>
    </message>
    <message>
        <source>{}: holds tensors named {}{}, and a model of that depth is not supported</source>
        <translation>{}：含有名为 {}{} 的张量，不支持这种深度的模型</translation>
    </message>
    <message>
        <source>{}: image tokens cannot be kept: {}; free some space, or lower the cache&apos;s budget or delete the file</source>
        <translation>{}：图像 token 无法保存：{}；请释放一些空间，或减小缓存的上限，或删除该文件</translation>
    </message>
    <message>
        <source>{}: is a checkpoint under a safetensors file&apos;s name; import it instead</source>
        <translation>{}：是以 safetensors 命名的检查点；请改为导入</translation>
    </message>
    <message>
        <source>{}: is a file, and a bundle is a folder; import the file into one first</source>
        <translation>{}：是文件，而模型包是文件夹；请先将该文件导入为模型包</translation>
    </message>
    <message>
        <source>{}: is a folder; give a file</source>
        <translation>{}：是文件夹；请给出文件</translation>
    </message>
    <message>
        <source>{}: is a pipe or a device; give an ordinary file</source>
        <translation>{}：是管道或设备；请给出普通文件</translation>
    </message>
    <message>
        <source>{}: is already a folder of this gallery</source>
        <translation>{}：已是此图库的文件夹</translation>
    </message>
    <message>
        <source>{}: is already there and is not an empty folder; choose another name or remove it</source>
        <translation>{}：已存在，且不是空文件夹；请选择其他名称或将其移除</translation>
    </message>
    <message>
        <source>{}: is already there; choose another name or remove it</source>
        <translation>{}：已存在；请选择其他名称或将其移除</translation>
    </message>
    <message>
        <source>{}: is another picture than the one that was searched by: SHA-256 {} then, {} now</source>
        <translation>{}：与检索时所用的图片不同：当时的 SHA-256 为 {}，现在为 {}</translation>
    </message>
    <message>
        <source>{}: is empty; a heading is needed</source>
        <translation>{}：为空；需要表头</translation>
    </message>
    <message>
        <source>{}: is not Label Studio&apos;s list of tasks</source>
        <translation>{}：不是 Label Studio 的任务列表</translation>
    </message>
    <message>
        <source>{}: is not a complete RaSa model
{}</source>
        <translation>{}：不是完整的 RaSa 模型
{}</translation>
    </message>
    <message>
        <source>{}: is not a file</source>
        <translation>{}：不是文件</translation>
    </message>
    <message>
        <source>{}: is not a file&apos;s name</source>
        <translation>{}：不是文件名</translation>
    </message>
    <message>
        <source>{}: is not a list of objects with &quot;path&quot;, &quot;camera&quot;, &quot;time&quot;, ...</source>
        <translation>{}：不是带有“path”、“camera”、“time”等键的对象列表</translation>
    </message>
    <message>
        <source>{}: is not a search exported by Descry (&quot;format&quot; is not &quot;{}&quot;)</source>
        <translation>{}：不是 Descry 导出的检索（“format”不是“{}”）</translation>
    </message>
    <message>
        <source>{}: is not a search exported by Descry (the data block is missing or cut)</source>
        <translation>{}：不是 Descry 导出的检索（数据块缺失或被截断）</translation>
    </message>
    <message>
        <source>{}: is not an empty folder; choose another, or go on with the run in it by --resume</source>
        <translation>{}：不是空文件夹；请选择其他文件夹，或用 --resume 继续其中的训练</translation>
    </message>
    <message>
        <source>{}: is not there any more</source>
        <translation>{}：已不存在</translation>
    </message>
    <message>
        <source>{}: is the data set&apos;s own folder, and its file is never changed; choose another folder</source>
        <translation>{}：是数据集自身的文件夹，其文件从不改动；请选择其他文件夹</translation>
    </message>
    <message>
        <source>{}: it cannot be read</source>
        <translation>{}：无法读取</translation>
    </message>
    <message>
        <source>{}: it has no tensor {}</source>
        <translation>{}：没有张量 {}</translation>
    </message>
    <message>
        <source>{}: it has no tensor {} of type {} and size [{}]</source>
        <translation>{0}：没有类型为 {2}、大小为 [{3}] 的张量 {1}</translation>
    </message>
    <message>
        <source>{}: it holds no tensors</source>
        <translation>{}：不含任何张量</translation>
    </message>
    <message>
        <source>{}: it is empty</source>
        <translation>{}：为空</translation>
    </message>
    <message>
        <source>{}: it is not a file</source>
        <translation>{}：不是文件</translation>
    </message>
    <message>
        <source>{}: item {} stands twice among the candidates</source>
        <translation>{}：条目 {} 在候选中出现了两次</translation>
    </message>
    <message>
        <source>{}: itm_weight must be 0 or more</source>
        <translation>{}：itm_weight 必须为 0 或更大</translation>
    </message>
    <message>
        <source>{}: its config has {} bytes, and at most {} are kept</source>
        <translation>{}：其配置有 {} 字节，最多保存 {} 字节</translation>
    </message>
    <message>
        <source>{}: its header claims a picture of {} x {} pixels</source>
        <translation>{}：其文件头声称图片为 {} x {} 像素</translation>
    </message>
    <message>
        <source>{}: its sources contradict one another; give a configuration that fits{}</source>
        <translation>{}：其各来源互相矛盾；请给出相符的配置{}</translation>
    </message>
    <message>
        <source>{}: its {} bytes cannot be mapped into memory: {}</source>
        <translation>{}：其 {} 字节无法映射到内存：{}</translation>
    </message>
    <message>
        <source>{}: its {} items have no embeddings of this bundle (fingerprint {}...); index it first: descry-cli gallery index</source>
        <translation>{}：其 {} 个条目没有此模型包的特征向量（指纹 {}...）；请先索引：descry-cli gallery index</translation>
    </message>
    <message>
        <source>{}: line {} is not &quot;# key: value&quot;, each key once; the file was edited</source>
        <translation>{}：第 {} 行不是每个键只出现一次的“# key: value”；文件被改动过</translation>
    </message>
    <message>
        <source>{}: line {}, column {}: not UTF-8 text; save the file as UTF-8</source>
        <translation>{}：第 {} 行第 {} 列：不是 UTF-8 文本；请将文件另存为 UTF-8</translation>
    </message>
    <message>
        <source>{}: line {}, column {}: not valid JSON: {}</source>
        <translation>{}：第 {} 行第 {} 列：不是有效的 JSON：{}</translation>
    </message>
    <message>
        <source>{}: line {}, column {}: {}</source>
        <translation>{}：第 {} 行第 {} 列：{}</translation>
    </message>
    <message>
        <source>{}: line {}: a column stands twice</source>
        <translation>{}：第 {} 行：有一列出现了两次</translation>
    </message>
    <message>
        <source>{}: line {}: a control character in &quot;{}&quot;: not a vocabulary</source>
        <translation>{}：第 {} 行：“{}”中有控制字符：不是词表</translation>
    </message>
    <message>
        <source>{}: line {}: a token is missing</source>
        <translation>{}：第 {} 行：缺少 token</translation>
    </message>
    <message>
        <source>{}: line {}: the column &quot;{}&quot; is missing</source>
        <translation>{}：第 {} 行：缺少列“{}”</translation>
    </message>
    <message>
        <source>{}: line {}: the column &quot;{}&quot; is missing; a table of decisions has at least image, source, caption and verdict</source>
        <translation>{}：第 {} 行：缺少列“{}”；判定表至少要有 image、source、caption 和 verdict</translation>
    </message>
    <message>
        <source>{}: line {}: the column &quot;{}&quot; is there twice</source>
        <translation>{}：第 {} 行：列“{}”出现了两次</translation>
    </message>
    <message>
        <source>{}: line {}: the token &quot;{}&quot; is already on line {}</source>
        <translation>{}：第 {} 行：token“{}”已在第 {} 行出现</translation>
    </message>
    <message>
        <source>{}: line {}: {}</source>
        <translation>{}：第 {} 行：{}</translation>
    </message>
    <message>
        <source>{}: line {}: {} bytes long, and a token has at most {}</source>
        <translation>{}：第 {} 行：长 {} 字节，而一个 token 最多 {} 字节</translation>
    </message>
    <message>
        <source>{}: made by a newer Descry ({} version {}, this program reads up to {}); update Descry</source>
        <translation>{}：由较新的 Descry 创建（{} 版本 {}，此程序最高读取 {}）；请更新 Descry</translation>
    </message>
    <message>
        <source>{}: made by a newer Descry; update Descry</source>
        <translation>{}：由较新的 Descry 创建；请更新 Descry</translation>
    </message>
    <message>
        <source>{}: made for another processor</source>
        <translation>{}：为其他处理器构建</translation>
    </message>
    <message>
        <source>{}: memory ran out</source>
        <translation>{}：内存不足</translation>
    </message>
    <message>
        <source>{}: memory ran out while it was decoded</source>
        <translation>{}：解码时内存不足</translation>
    </message>
    <message>
        <source>{}: more asked of {} than it has</source>
        <translation>{}：请求的内容超过了 {} 所有的</translation>
    </message>
    <message>
        <source>{}: more than {} tokens</source>
        <translation>{}：超过 {} 个 token</translation>
    </message>
    <message>
        <source>{}: no PyTorch checkpoint</source>
        <translation>{}：不是 PyTorch 检查点</translation>
    </message>
    <message>
        <source>{}: no annotation file: its list of records is empty</source>
        <translation>{}：不是标注文件：其记录列表为空</translation>
    </message>
    <message>
        <source>{}: no annotation file: {}</source>
        <translation>{}：不是标注文件：{}</translation>
    </message>
    <message>
        <source>{}: no free name beside it; remove old copies</source>
        <translation>{}：旁边没有可用的文件名；请删除旧副本</translation>
    </message>
    <message>
        <source>{}: no free name for the backup before an upgrade; remove old backups beside it</source>
        <translation>{}：升级前的备份没有可用的文件名；请删除旁边的旧备份</translation>
    </message>
    <message>
        <source>{}: no item has both a person and a caption, so there is no pair to review; add them with a data set or with --metadata when indexing</source>
        <translation>{}：没有同时具有人物和描述的条目，因此没有可审核的图文对；请在索引时用数据集或 --metadata 添加</translation>
    </message>
    <message>
        <source>{}: no memory left for a picture of {} x {} pixels</source>
        <translation>{}：没有内存用于 {} x {} 像素的图片</translation>
    </message>
    <message>
        <source>{}: no memory left to decode this JPEG</source>
        <translation>{}：没有内存用于解码此 JPEG</translation>
    </message>
    <message>
        <source>{}: no memory left to decode this PNG</source>
        <translation>{}：没有内存用于解码此 PNG</translation>
    </message>
    <message>
        <source>{}: no memory to load the model</source>
        <translation>{}：没有内存用于加载模型</translation>
    </message>
    <message>
        <source>{}: no model: its entry &quot;{}&quot; is {}, where a state dictionary of named tensors is needed</source>
        <translation>{}：不是模型：其条目“{}”是{}，而需要由命名张量组成的状态字典</translation>
    </message>
    <message>
        <source>{}: no model: the checkpoint holds {}, where a state dictionary of named tensors is needed</source>
        <translation>{}：不是模型：检查点中是{}，而需要由命名张量组成的状态字典</translation>
    </message>
    <message>
        <source>{}: no model: {} holds &quot;{}&quot;, which is {}, where a named tensor is needed</source>
        <translation>{}：不是模型：{}含有“{}”，它是{}，而需要命名张量</translation>
    </message>
    <message>
        <source>{}: no overlap set: {}</source>
        <translation>{}：不是重叠集：{}</translation>
    </message>
    <message>
        <source>{}: no reader for this format</source>
        <translation>{}：没有此格式的读取程序</translation>
    </message>
    <message>
        <source>{}: no room for {} bytes of temporary scores: {}</source>
        <translation>{}：没有空间存放 {} 字节的临时得分：{}</translation>
    </message>
    <message>
        <source>{}: no safetensors file, or damaged or cut off: it claims a header of {} bytes</source>
        <translation>{}：不是 safetensors 文件，或已损坏或被截断：它声称有 {} 字节的文件头</translation>
    </message>
    <message>
        <source>{}: no safetensors file: its header does not begin with {{</source>
        <translation>{}：不是 safetensors 文件：其文件头不以 {{ 开头</translation>
    </message>
    <message>
        <source>{}: no space is left on the disk; free some and try again</source>
        <translation>{}：磁盘空间已满；请释放一些空间后重试</translation>
    </message>
    <message>
        <source>{}: no such bundle</source>
        <translation>{}：没有该模型包</translation>
    </message>
    <message>
        <source>{}: no such file</source>
        <translation>{}：没有该文件</translation>
    </message>
    <message>
        <source>{}: no such file: a path cannot hold a NUL byte</source>
        <translation>{}：没有该文件：路径中不能有 NUL 字节</translation>
    </message>
    <message>
        <source>{}: no such folder</source>
        <translation>{}：没有该文件夹</translation>
    </message>
    <message>
        <source>{}: no such gallery; make it with &quot;gallery create&quot;</source>
        <translation>{}：没有该图库；请用“gallery create”创建</translation>
    </message>
    <message>
        <source>{}: no such review log</source>
        <translation>{}：没有该审核日志</translation>
    </message>
    <message>
        <source>{}: no such tensor</source>
        <translation>{}：没有该张量</translation>
    </message>
    <message>
        <source>{}: no table of symbols</source>
        <translation>{}：没有符号表</translation>
    </message>
    <message>
        <source>{}: no tensor {}</source>
        <translation>{}：没有张量 {}</translation>
    </message>
    <message>
        <source>{}: no vocab.txt or tokenizer.model lies beside it, and BERT&apos;s vocabulary is not installed; put the model&apos;s vocabulary beside the file</source>
        <translation>{}：旁边没有 vocab.txt 或 tokenizer.model，也没有安装 BERT 的词表；请将模型的词表放在该文件旁</translation>
    </message>
    <message>
        <source>{}: none of its pairs is among those of this review with a verdict other than unsure; choose another file, another split, or own captions too</source>
        <translation>{}：其中没有一个图文对属于此审核且判定不为“不确定”；请选择其他文件、其他划分，或同时包含自身的描述</translation>
    </message>
    <message>
        <source>{}: none of its pairs is in the data set; it was chosen for another one</source>
        <translation>{}：其中没有一个图文对在数据集中；它是为另一个数据集选定的</translation>
    </message>
    <message>
        <source>{}: not UTF-8; save it as UTF-8</source>
        <translation>{}：不是 UTF-8；请另存为 UTF-8</translation>
    </message>
    <message>
        <source>{}: not a BERT vocabulary: it has no {} among its {} tokens</source>
        <translation>{0}：不是 BERT 词表：在其 {2} 个 token 中没有 {1}</translation>
    </message>
    <message>
        <source>{}: not a Descry gallery</source>
        <translation>{}：不是 Descry 图库</translation>
    </message>
    <message>
        <source>{}: not a Descry {}</source>
        <translation>{}：不是 Descry {}</translation>
    </message>
    <message>
        <source>{}: not a Descry {} (version {})</source>
        <translation>{}：不是 Descry {}（版本 {}）</translation>
    </message>
    <message>
        <source>{}: not a JPEG, PNG, WebP or BMP picture</source>
        <translation>{}：不是 JPEG、PNG、WebP 或 BMP 图片</translation>
    </message>
    <message>
        <source>{}: not a bundle: there is neither {} nor {} in it</source>
        <translation>{}：不是模型包：其中既没有 {} 也没有 {}</translation>
    </message>
    <message>
        <source>{}: not a bundle: there is no {} in it; import a checkpoint to make one</source>
        <translation>{}：不是模型包：其中没有 {}；请导入检查点来创建</translation>
    </message>
    <message>
        <source>{}: not a library</source>
        <translation>{}：不是库文件</translation>
    </message>
    <message>
        <source>{}: not a list of jobs: {}</source>
        <translation>{}：不是任务列表：{}</translation>
    </message>
    <message>
        <source>{}: not a safetensors file or a PyTorch checkpoint: it is {}</source>
        <translation>{}：不是 safetensors 文件或 PyTorch 检查点：它是{}</translation>
    </message>
    <message>
        <source>{}: not a sentencepiece model: {}: a field of {} bytes where {} are left</source>
        <translation>{}：不是 sentencepiece 模型：{}：一个字段有 {} 字节，而只剩 {} 字节</translation>
    </message>
    <message>
        <source>{}: not a sentencepiece model: {}: {}</source>
        <translation>{}：不是 sentencepiece 模型：{}：{}</translation>
    </message>
    <message>
        <source>{}: not a usable sentencepiece model: {}</source>
        <translation>{}：不是可用的 sentencepiece 模型：{}</translation>
    </message>
    <message>
        <source>{}: not a vocabulary: byte {} is not UTF-8 text</source>
        <translation>{}：不是词表：字节 {} 不是 UTF-8 文本</translation>
    </message>
    <message>
        <source>{}: not enough memory to load the model</source>
        <translation>{}：内存不足以加载模型</translation>
    </message>
    <message>
        <source>{}: not one good row; {}</source>
        <translation>{}：没有一行可用；{}</translation>
    </message>
    <message>
        <source>{}: optimizer: {}</source>
        <translation>{}：优化器：{}</translation>
    </message>
    <message>
        <source>{}: queries must be a whole number, 1 or more</source>
        <translation>{}：queries 必须是 1 或更大的整数</translation>
    </message>
    <message>
        <source>{}: rank {}</source>
        <translation>{}：第 {} 名</translation>
    </message>
    <message>
        <source>{}: rank {} stands where {} belongs; ranks rise by one from 1</source>
        <translation>{0}：应为第 {2} 名之处是第 {1} 名；名次从 1 起逐一递增</translation>
    </message>
    <message>
        <source>{}: reading failed: {}</source>
        <translation>{}：读取失败：{}</translation>
    </message>
    <message>
        <source>{}: reading or writing failed: {}</source>
        <translation>{}：读取或写入失败：{}</translation>
    </message>
    <message>
        <source>{}: record {}: {}</source>
        <translation>{}：记录 {}：{}</translation>
    </message>
    <message>
        <source>{}: settings must be a JSON object</source>
        <translation>{}：设置必须是 JSON 对象</translation>
    </message>
    <message>
        <source>{}: something else has been put there meanwhile; choose another name</source>
        <translation>{}：其间该处放入了其他内容；请选择其他名称</translation>
    </message>
    <message>
        <source>{}: temperature must be above 0</source>
        <translation>{}：temperature 必须大于 0</translation>
    </message>
    <message>
        <source>{}: the BMP is damaged ({}); copy the original again</source>
        <translation>{}：BMP 已损坏（{}）；请重新复制原图</translation>
    </message>
    <message>
        <source>{}: the JPEG gives two sizes of itself</source>
        <translation>{}：JPEG 给出了两个不同的大小</translation>
    </message>
    <message>
        <source>{}: the JPEG has more than {} scans; save it again as an ordinary JPEG</source>
        <translation>{}：JPEG 的扫描超过 {} 次；请另存为普通 JPEG</translation>
    </message>
    <message>
        <source>{}: the JPEG is cut before its picture data; copy the original again</source>
        <translation>{}：JPEG 在图片数据之前被截断；请重新复制原图</translation>
    </message>
    <message>
        <source>{}: the JPEG is damaged ({}); copy the original again</source>
        <translation>{}：JPEG 已损坏（{}）；请重新复制原图</translation>
    </message>
    <message>
        <source>{}: the PNG gives two sizes of itself</source>
        <translation>{}：PNG 给出了两个不同的大小</translation>
    </message>
    <message>
        <source>{}: the PNG is damaged ({}); copy the original again</source>
        <translation>{}：PNG 已损坏（{}）；请重新复制原图</translation>
    </message>
    <message>
        <source>{}: the WebP gives two sizes of itself</source>
        <translation>{}：WebP 给出了两个不同的大小</translation>
    </message>
    <message>
        <source>{}: the WebP is cut or damaged; copy the original again</source>
        <translation>{}：WebP 被截断或已损坏；请重新复制原图</translation>
    </message>
    <message>
        <source>{}: the backup before an upgrade cannot be written: {}</source>
        <translation>{}：升级前的备份无法写入：{}</translation>
    </message>
    <message>
        <source>{}: the checksum of its record data.pkl is wrong; the file is damaged, get it again</source>
        <translation>{}：其记录 data.pkl 的校验和有误；文件已损坏，请重新获取</translation>
    </message>
    <message>
        <source>{}: the checksum of its record {} is wrong; the file is damaged, get it again</source>
        <translation>{}：其记录 {} 的校验和有误；文件已损坏，请重新获取</translation>
    </message>
    <message>
        <source>{}: the database refused: {}</source>
        <translation>{}：数据库拒绝操作：{}</translation>
    </message>
    <message>
        <source>{}: the device failed: {}</source>
        <translation>{}：设备出现故障：{}</translation>
    </message>
    <message>
        <source>{}: the ending says the format of an export: .csv, .json or .html</source>
        <translation>{}：导出的格式由扩展名决定：.csv、.json 或 .html</translation>
    </message>
    <message>
        <source>{}: the file is cut: {} of {} bytes are there; restore a copy of it</source>
        <translation>{0}：文件被截断：应有 {2} 字节，现有 {1} 字节；请还原副本</translation>
    </message>
    <message>
        <source>{}: the file is empty</source>
        <translation>{}：文件为空</translation>
    </message>
    <message>
        <source>{}: the file of image tokens cannot be removed: {}</source>
        <translation>{}：图像 token 的文件无法删除：{}</translation>
    </message>
    <message>
        <source>{}: the files have changed since the model was imported; import it again</source>
        <translation>{}：导入模型后文件已更改；请重新导入</translation>
    </message>
    <message>
        <source>{}: the first line names no column &quot;path&quot;; write a header such as path,camera,time,track,person,tags,captions</source>
        <translation>{}：第一行没有名为“path”的列；请写表头，例如 path,camera,time,track,person,tags,captions</translation>
    </message>
    <message>
        <source>{}: the folder &quot;{}&quot; in it is not absolute</source>
        <translation>{}：其中的文件夹“{}”不是绝对路径</translation>
    </message>
    <message>
        <source>{}: the folder cannot be looked at: {}</source>
        <translation>{}：无法查看该文件夹：{}</translation>
    </message>
    <message>
        <source>{}: the folder cannot be made: {}</source>
        <translation>{}：无法创建该文件夹：{}</translation>
    </message>
    <message>
        <source>{}: the folder cannot be read: {}; if its drive is not connected, connect it, or move the gallery&apos;s folder with &quot;gallery relocate&quot;</source>
        <translation>{}：无法读取该文件夹：{}；如果其驱动器未连接，请连接，或用“gallery relocate”更改图库的文件夹</translation>
    </message>
    <message>
        <source>{}: the gallery has no id</source>
        <translation>{}：图库没有标识</translation>
    </message>
    <message>
        <source>{}: the gallery is read-only; open it for reading, or check its permissions</source>
        <translation>{}：图库为只读；请以只读方式打开，或检查其权限</translation>
    </message>
    <message>
        <source>{}: the image &quot;{}&quot; does not lie in {}</source>
        <translation>{}：图片“{}”不在 {} 中</translation>
    </message>
    <message>
        <source>{}: the image {} is in the training split too; what is held out must not be learned</source>
        <translation>{}：图片 {} 也在训练划分中；留出的内容不得参与学习</translation>
    </message>
    <message>
        <source>{}: the model could not be loaded: {}</source>
        <translation>{}：模型无法加载：{}</translation>
    </message>
    <message>
        <source>{}: the path &quot;{}&quot; {}</source>
        <translation>{}：路径“{}”{}</translation>
    </message>
    <message>
        <source>{}: the picture is too large for a PNG</source>
        <translation>{}：图片过大，无法保存为 PNG</translation>
    </message>
    <message>
        <source>{}: the picture that the candidates were to be like is not in this gallery</source>
        <translation>{}：候选所要相似的图片不在此图库中</translation>
    </message>
    <message>
        <source>{}: the picture that was searched by is not there; put it back, or say where it is now (descry-cli search --from EXPORT --like FILE)</source>
        <translation>{}：检索所用的图片不存在；请将其放回，或说明它现在的位置 (descry-cli search --from EXPORT --like FILE)</translation>
    </message>
    <message>
        <source>{}: the record data/{} has {} bytes, where {} elements of {} are needed</source>
        <translation>{}：记录 data/{} 有 {} 字节，而需要 {} 个 {} 元素</translation>
    </message>
    <message>
        <source>{}: the record {} is compressed (method {}); torch.save stores records as they are, so unpack the archive and store it again without compression</source>
        <translation>{}：记录 {} 经过压缩（方法 {}）；torch.save 按原样存储记录，请解开归档后不压缩地重新存储</translation>
    </message>
    <message>
        <source>{}: the record {} is encrypted or packed in a way that torch.save never uses</source>
        <translation>{}：记录 {} 经过加密，或以 torch.save 从不使用的方式打包</translation>
    </message>
    <message>
        <source>{}: the run has no held-out split, so there is nothing to compare on</source>
        <translation>{}：本次训练没有留出划分，因此无从比较</translation>
    </message>
    <message>
        <source>{}: the search by this picture has not ended; its list can be saved when it has</source>
        <translation>{}：按此图片的检索尚未结束；结束后可以保存其列表</translation>
    </message>
    <message>
        <source>{}: the sentencepiece library refuses this model: {}</source>
        <translation>{}：sentencepiece 库拒绝此模型：{}</translation>
    </message>
    <message>
        <source>{}: the tensor {} has the element type {}, which Descry does not know</source>
        <translation>{}：张量 {} 的元素类型为 {}，Descry 不认识该类型</translation>
    </message>
    <message>
        <source>{}: the tensor {} holds {}, where fractions are needed</source>
        <translation>{}：张量 {} 的类型为 {}，而需要小数</translation>
    </message>
    <message>
        <source>{}: the tensor {} holds {}, where whole numbers are needed</source>
        <translation>{}：张量 {} 的类型为 {}，而需要整数</translation>
    </message>
    <message>
        <source>{}: the tensor {} is missing or does not fit the run&apos;s configuration</source>
        <translation>{}：张量 {} 缺失，或与训练的配置不符</translation>
    </message>
    <message>
        <source>{}: the tensor {} is not finite at element {}; training diverged or the file is damaged</source>
        <translation>{}：张量 {} 在元素 {} 处不是有限值；训练已发散或文件已损坏</translation>
    </message>
    <message>
        <source>{}: the vocabulary is empty</source>
        <translation>{}：词表为空</translation>
    </message>
    <message>
        <source>{}: the {} &quot;{}&quot; in it is not a {}&apos;s; the file was changed by another program and is not opened</source>
        <translation>{0}：其中的 {1}“{2}”不属于{3}；文件被其他程序改动过，不予打开</translation>
    </message>
    <message>
        <source>{}: the {} &quot;{}&quot; is missing; restore a copy of the {}</source>
        <translation>{}：缺少 {}“{}”；请还原{}的副本</translation>
    </message>
    <message>
        <source>{}: the {} cannot be written here; check the permissions of the file and its folder, or copy it elsewhere</source>
        <translation>{}：此{}在该处无法写入；请检查文件及其文件夹的权限，或将其复制到别处</translation>
    </message>
    <message>
        <source>{}: the {} file is damaged ({}); restore a copy, or start a new {}</source>
        <translation>{}：此{}的文件已损坏（{}）；请还原副本，或新建{}</translation>
    </message>
    <message>
        <source>{}: there is no folder {}</source>
        <translation>{}：没有文件夹 {}</translation>
    </message>
    <message>
        <source>{}: there is no reason &quot;{}&quot;; see the pair of {}</source>
        <translation>{}：没有原因“{}”；请查看 {} 的图文对</translation>
    </message>
    <message>
        <source>{}: there is no setting &quot;{}.{}&quot;; training knows {}</source>
        <translation>{}：没有设置“{}.{}”；训练可用的设置有 {}</translation>
    </message>
    <message>
        <source>{}: there is no setting &quot;{}&quot;; training knows {}</source>
        <translation>{}：没有设置“{}”；训练可用的设置有 {}</translation>
    </message>
    <message>
        <source>{}: there is no such copy</source>
        <translation>{}：没有该副本</translation>
    </message>
    <message>
        <source>{}: there is no such file</source>
        <translation>{}：没有该文件</translation>
    </message>
    <message>
        <source>{}: there is no such folder</source>
        <translation>{}：没有该文件夹</translation>
    </message>
    <message>
        <source>{}: this build reads no sentencepiece models; use the full build, or a bundle with a vocab.txt</source>
        <translation>{}：此构建不读取 sentencepiece 模型；请使用完整构建，或带有 vocab.txt 的模型包</translation>
    </message>
    <message>
        <source>{}: this copy is damaged too ({}); choose another one</source>
        <translation>{}：此副本也已损坏（{}）；请选择其他副本</translation>
    </message>
    <message>
        <source>{}: this is a Python pickle, but no PyTorch checkpoint</source>
        <translation>{}：是 Python pickle，但不是 PyTorch 检查点</translation>
    </message>
    <message>
        <source>{}: this is {}; save the picture as JPEG, PNG, WebP or BMP</source>
        <translation>{}：这是{}；请将图片另存为 JPEG、PNG、WebP 或 BMP</translation>
    </message>
    <message>
        <source>{}: this sentencepiece model has no piece {}; Descry needs [PAD], [CLS], [SEP] and [MASK]</source>
        <translation>{}：此 sentencepiece 模型没有词片 {}；Descry 需要 [PAD]、[CLS]、[SEP] 和 [MASK]</translation>
    </message>
    <message>
        <source>{}: this version of Descry cannot run a job of the kind &quot;{}&quot;</source>
        <translation>{}：此版本的 Descry 无法运行“{}”类型的任务</translation>
    </message>
    <message>
        <source>{}: this {} is cut or damaged before its picture data; copy the original again</source>
        <translation>{}：此 {} 在图片数据之前被截断或已损坏；请重新复制原图</translation>
    </message>
    <message>
        <source>{}: too many galleries of this name</source>
        <translation>{}：同名的图库过多</translation>
    </message>
    <message>
        <source>{}: training cannot start from it, because tensors have another shape:{}</source>
        <translation>{}：训练无法由此开始，因为有张量的形状不同：{}</translation>
    </message>
    <message>
        <source>{}: visual_encoder.pos_embed has {} rows; it must be one and a square number, because grids of patches are square</source>
        <translation>{}：visual_encoder.pos_embed 有 {} 行；它必须是一加一个平方数，因为图块网格是正方形</translation>
    </message>
    <message>
        <source>{}: was exported by a newer Descry (format {}, this program reads up to {})</source>
        <translation>{}：由较新的 Descry 导出（格式 {}，此程序最高读取 {}）</translation>
    </message>
    <message>
        <source>{}: what the job was to do cannot be read any more ({}); start it anew</source>
        <translation>{}：任务的内容已无法读取（{}）；请重新开始</translation>
    </message>
    <message>
        <source>{}: what the page shows differs from the data that it carries; it was edited</source>
        <translation>{}：页面显示的内容与其携带的数据不同；它被改动过</translation>
    </message>
    <message>
        <source>{}: written by a newer version of Descry; use that one to go on with its jobs</source>
        <translation>{}：由较新版本的 Descry 写入；请用该版本继续其中的任务</translation>
    </message>
    <message>
        <source>{}: written on a big-endian machine; load and save it on a common one</source>
        <translation>{}：在大端序的机器上写成；请在常见的机器上加载并重新保存</translation>
    </message>
    <message>
        <source>{}: {}</source>
        <translation>{}：{}</translation>
    </message>
    <message>
        <source>{}: {} and {} are one tensor in RaSa, but differ here</source>
        <translation>{}：{} 和 {} 在 RaSa 中是同一张量，但在此不同</translation>
    </message>
    <message>
        <source>{}: {} bytes are no safetensors file</source>
        <translation>{}：{} 字节不构成 safetensors 文件</translation>
    </message>
    <message>
        <source>{}: {} bytes asked of {}, which has {}</source>
        <translation>{0}：请求了 {2} 的 {1} 字节，而它有 {3} 字节</translation>
    </message>
    <message>
        <source>{}: {} bytes claim to be {} x {} pixels; such a picture holds nothing to search</source>
        <translation>{}：{} 字节声称是 {} x {} 像素；这样的图片没有可检索的内容</translation>
    </message>
    <message>
        <source>{}: {} bytes follow the end of its data.pkl</source>
        <translation>{}：在其 data.pkl 结束之后还有 {} 字节</translation>
    </message>
    <message>
        <source>{}: {} bytes instead of {}</source>
        <translation>{}：{} 字节，而不是 {} 字节</translation>
    </message>
    <message>
        <source>{}: {} bytes of JSON, and at most {} are read</source>
        <translation>{}：JSON 有 {} 字节，最多读取 {} 字节</translation>
    </message>
    <message>
        <source>{}: {} holds a value that is not finite; the training that wrote it went wrong</source>
        <translation>{}：{} 中有非有限值；写出它的训练已经出错</translation>
    </message>
    <message>
        <source>{}: {} holds a value too large for {}; store the weights in another type</source>
        <translation>{}：{} 中有一个值对 {} 来说过大；请以其他类型存储权重</translation>
    </message>
    <message>
        <source>{}: {} is missing; it decides what the weights compute</source>
        <translation>{}：缺少 {}；它决定权重如何计算</translation>
    </message>
    <message>
        <source>{}: {} is no kind of start or device</source>
        <translation>{}：{} 不是起始方式或设备的类型</translation>
    </message>
    <message>
        <source>{}: {} is {}; it must be a number from {} to {}</source>
        <translation>{}：{} 是 {}；它必须是 {} 至 {} 的数字</translation>
    </message>
    <message>
        <source>{}: {} is {}; it must be a whole number from {} to {}</source>
        <translation>{}：{} 是 {}；它必须是 {} 至 {} 的整数</translation>
    </message>
    <message>
        <source>{}: {} is {}; it must be an object</source>
        <translation>{}：{} 是 {}；它必须是对象</translation>
    </message>
    <message>
        <source>{}: {} must be a number from -1000000 to 1000000</source>
        <translation>{}：{} 必须是 -1000000 至 1000000 的数字</translation>
    </message>
    <message>
        <source>{}: {} ran out after step {} of {}; the last snapshot is whole. Close other programs and resume, resume with a smaller micro_batch or with recompute_activations, or start a new run with a smaller batch_size_train</source>
        <translation>{}：{} 在第 {} 步（共 {} 步）后耗尽；最后的快照完整。请关闭其他程序、减小 micro_batch 或启用 recompute_activations 后继续，或减小 batch_size_train 重新开始</translation>
    </message>
    <message>
        <source>{}: {} ran out before the first step; close other programs and resume, or use a smaller model</source>
        <translation>{}：{} 在第一步之前耗尽；请关闭其他程序后继续，或使用较小的模型</translation>
    </message>
    <message>
        <source>{}: {} x {} pixels; a side may have {} at most: make the picture smaller</source>
        <translation>{}：{} x {} 像素；每边最多 {}：请缩小图片</translation>
    </message>
    <message>
        <source>{}: {} x {} pixels; {} in all are read at most: make the picture smaller</source>
        <translation>{}：{} x {} 像素；总共最多读取 {}：请缩小图片</translation>
    </message>
    <message>
        <source>{}: {}; see the pair of {}</source>
        <translation>{}：{}；请查看 {} 的图文对</translation>
    </message>
    <message>
        <source>{}; {}</source>
        <translation>{}；{}</translation>
    </message>
    <message>
        <source>&quot;{}&quot; has a row already; the first one counts</source>
        <translation>“{}”已有一行；以第一行为准</translation>
    </message>
    <message>
        <source>caption {} reads as caption {} of record {}: the two are one text</source>
        <translation>描述 {0} 与记录 {2} 的描述 {1} 内容相同：两者视为同一文本</translation>
    </message>
    <message>
        <source>line {}</source>
        <translation>第 {} 行</translation>
    </message>
    <message>
        <source>record {}</source>
        <translation>记录 {}</translation>
    </message>
    <message>
        <source>the data set names it, but there is no such file</source>
        <translation>数据集中列有它，但没有该文件</translation>
    </message>
    <message>
        <source>the metadata file has no row for it</source>
        <translation>元数据文件中没有它的行</translation>
    </message>
    <message>
        <source>the name is not UTF-8; such bytes are shown as \xNN and read into nothing</source>
        <translation>名称不是 UTF-8；这类字节显示为 \xNN，不会读入任何信息</translation>
    </message>
    <message>
        <source>the path holds a NUL byte</source>
        <translation>路径含有 NUL 字节</translation>
    </message>
    <message>
        <source>the path is empty</source>
        <translation>路径为空</translation>
    </message>
    <message>
        <source>the path is not a text</source>
        <translation>路径不是文本</translation>
    </message>
    <message>
        <source>the pattern does not fit this name</source>
        <translation>模式与此名称不匹配</translation>
    </message>
    <message>
        <source>the time &quot;{}&quot; is not ISO 8601, as 2024-01-31T12:00:00+01:00</source>
        <translation>时间“{}”不是 ISO 8601 格式，例如 2024-01-31T12:00:00+01:00</translation>
    </message>
    <message>
        <source>the time &quot;{}&quot; is not ISO 8601, as 20240131T120000+0100</source>
        <translation>时间“{}”不是 ISO 8601 格式，例如 20240131T120000+0100</translation>
    </message>
    <message>
        <source>the {} is of the wrong type</source>
        <translation>{} 的类型有误</translation>
    </message>
    <message>
        <source>{} fields where the header has {}</source>
        <translation>有 {} 个字段，而表头有 {} 个</translation>
    </message>
    <message>
        <source>{}, {}: {}</source>
        <translation>{}，{}：{}</translation>
    </message>
    <message>
        <source>... and maybe more</source>
        <translation>…… 可能还有更多</translation>
    </message>
    <message>
        <source>bundle {} counts {} embeddings but has {}</source>
        <translation>模型包 {} 记有 {} 个特征向量，实有 {} 个</translation>
    </message>
    <message>
        <source>has {} values where the others have {}</source>
        <translation>有 {} 个数值，而其他的有 {} 个</translation>
    </message>
    <message>
        <source>it has other contents than when it was indexed</source>
        <translation>内容与索引时不同</translation>
    </message>
    <message>
        <source>it has {} bytes, and had {} when it was indexed</source>
        <translation>现有 {} 字节，索引时为 {} 字节</translation>
    </message>
    <message>
        <source>its checksum, size or type is wrong</source>
        <translation>校验和、大小或类型有误</translation>
    </message>
    <message>
        <source>row {} of {} refers to a row of {} that is not there</source>
        <translation>{1} 的第 {0} 行引用了 {2} 中不存在的行</translation>
    </message>
    <message>
        <source>the embedding of item {} under bundle {} is damaged; index again to compute it anew</source>
        <translation>条目 {} 在模型包 {} 下的特征向量已损坏；请重新索引以重新计算</translation>
    </message>
    <message>
        <source>the embedding under model {} is damaged: {}</source>
        <translation>模型 {} 的特征向量已损坏：{}</translation>
    </message>
    <message>
        <source>the file is not there</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>the folder is not there; its pictures were not looked at</source>
        <translation>文件夹不存在；未检查其中的图片</translation>
    </message>
    <message>
        <source>every caption of the image {} is rejected: they stay in the data set, which knows no image without a caption, and only pairs.jsonl rejects them</source>
        <translation>图片 {} 的所有描述都被拒绝：它们仍留在数据集中，因为数据集不允许没有描述的图片；只有 pairs.jsonl 拒绝它们</translation>
    </message>
    <message>
        <source>the split has no caption to read words of</source>
        <translation>该划分中没有可读取词语的描述</translation>
    </message>
    <message>
        <source>the split has no picture to read words against</source>
        <translation>该划分中没有可供读取词语的图片</translation>
    </message>
    <message>
        <source>{}: no image of {} batches in a row can be read, the last because of: {}</source>
        <translation>{}：连续 {} 个批次中没有图片可以读取，最后一张的原因：{}</translation>
    </message>
    <message>
        <source>a number that is not whole, or too large</source>
        <translation>非整数或过大的数</translation>
    </message>
    <message>
        <source>null</source>
        <translation>空值</translation>
    </message>
    <message>
        <source>{}: holds values that are not finite numbers; remove it, then fit it again with descry-cli model calibrate</source>
        <translation>{}：含有非有限的数值；请先删除该文件，再用 descry-cli model calibrate 重新拟合</translation>
    </message>
    <message>
        <source>{}: not what belongs to this bundle (&quot;{}&quot; is missing or of another shape); remove it, then fit it again with descry-cli model calibrate</source>
        <translation>{}：与此模型包不符（“{}”缺失或形状不同）；请先删除该文件，再用 descry-cli model calibrate 重新拟合</translation>
    </message>
    <message>
        <source>1 missing tensor has untrained initial values: {}</source>
        <translation>缺少的 1 个张量采用未经训练的初始值：{}</translation>
    </message>
    <message>
        <source>CUDA does not work: a test product came out wrong</source>
        <translation>CUDA 无法工作：一次试算的乘积有误</translation>
    </message>
    <message>
        <source>CUDA does not work: {}</source>
        <translation>CUDA 无法工作：{}</translation>
    </message>
    <message>
        <source>The image-token cache is full, or in use by another program: further images are encoded again when a search needs them</source>
        <translation>图像 token 缓存已满，或正被其他程序使用：其余图片在搜索需要时重新编码</translation>
    </message>
    <message>
        <source>an NVIDIA driver is there, but LibTorch&apos;s CUDA part did not load: {}</source>
        <translation>有 NVIDIA 驱动程序，但无法加载 LibTorch 的 CUDA 部分：{}</translation>
    </message>
    <message>
        <source>an NVIDIA driver is there, but {}</source>
        <translation>有 NVIDIA 驱动程序，但{}</translation>
    </message>
    <message>
        <source>cut inside the picture data: decoded as far as it goes</source>
        <translation>图片数据被截断：已解码到截断处</translation>
    </message>
    <message>
        <source>item {} has left the gallery</source>
        <translation>条目 {} 已不在图库中</translation>
    </message>
    <message>
        <source>item {} has lost its folder</source>
        <translation>条目 {} 的文件夹已不在图库中</translation>
    </message>
    <message>
        <source>left out: {}</source>
        <translation>已略过：{}</translation>
    </message>
    <message>
        <source>no missing tensor matches the pattern &quot;{}&quot;</source>
        <translation>没有缺少的张量与模式“{}”匹配</translation>
    </message>
    <message>
        <source>the GPU could not be used</source>
        <translation>无法使用 GPU</translation>
    </message>
    <message>
        <source>the bundle&apos;s vocabulary does not know {}</source>
        <translation>模型包的词表不认识 {}</translation>
    </message>
    <message>
        <source>the data set has {} pairs: all of them are one batch, instead of {}</source>
        <translation>数据集有 {} 个图文对：全部作为一个批次，而不是每批次 {} 个</translation>
    </message>
    <message>
        <source>the description is long: this bundle reads its first {} words or word pieces</source>
        <translation>描述过长：此模型包只读取其前 {} 个词或词片</translation>
    </message>
    <message>
        <source>the picture data ends early: decoded as far as it goes</source>
        <translation>图片数据提前结束：已解码到结束处</translation>
    </message>
    <message>
        <source>the picture data is damaged: parts of the picture may be wrong</source>
        <translation>图片数据已损坏：图片的部分内容可能有误</translation>
    </message>
    <message>
        <source>the picture searched by: {}</source>
        <translation>用于搜索的图片：{}</translation>
    </message>
    <message>
        <source>the tensor {} is empty</source>
        <translation>张量 {} 为空</translation>
    </message>
    <message>
        <source>training options: mrtd_picture must be &quot;own&quot; or &quot;other&quot;</source>
        <translation>训练选项：mrtd_picture 必须是“own”或“other”</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>原因不明</translation>
    </message>
    <message>
        <source>{} damaged embeddings were left out; run descry-cli gallery verify and index again</source>
        <translation>已略过 {} 个损坏的特征向量；请运行 descry-cli gallery verify 并重新索引</translation>
    </message>
    <message>
        <source>{} images are to be re-ranked per caption and the split has {}: all are</source>
        <translation>每条描述应重排序 {} 张图片，而该划分只有 {} 张：全部重排序</translation>
    </message>
    <message>
        <source>{} is assumed to be {}, the published value, though the width is {}: nothing in the file tells; give a configuration if it is another</source>
        <translation>{} 按论文值假定为 {}，尽管宽度为 {}：文件中没有说明；如果不是此值，请给出配置</translation>
    </message>
    <message>
        <source>{} missing tensors have untrained initial values: {}</source>
        <translation>缺少的 {} 个张量采用未经训练的初始值：{}</translation>
    </message>
    <message>
        <source>{} of {} candidates could not be re-ranked and keep the place similarity gave them: {}</source>
        <translation>{1} 个候选中有 {0} 个无法重排序，保留按相似度所得的位置：{2}</translation>
    </message>
    <message>
        <source>{} of {} items are not indexed with this bundle yet and were not searched</source>
        <translation>{1} 个条目中有 {0} 个尚未用此模型包索引，未被搜索</translation>
    </message>
    <message>
        <source>{} out of memory: batches of {} candidates instead of {}</source>
        <translation>{} 内存不足：每批改为 {} 个候选，而不是 {} 个</translation>
    </message>
    <message>
        <source>{} out of memory: batches of {} images instead of {}</source>
        <translation>{} 内存不足：每批改为 {} 张图片，而不是 {} 张</translation>
    </message>
    <message>
        <source>{} out of memory: continuing on the {}</source>
        <translation>{} 内存不足：改用 {} 继续</translation>
    </message>
    <message>
        <source>{} ran out of memory</source>
        <translation>{} 内存不足</translation>
    </message>
    <message>
        <source>{}: the folder cannot be read: {}</source>
        <translation>{}：无法读取该文件夹：{}</translation>
    </message>
    <message>
        <source>{}; and others</source>
        <translation>{}；以及其他原因</translation>
    </message>
    <message>
        <source>{}; back to the last snapshot without it</source>
        <translation>{}；已略过此步并回到最后的快照</translation>
    </message>
    <message>
        <source>MRTD draws its words over pictures of the same micro-batch of {}</source>
        <translation>MRTD 只从同一个大小为 {} 的微批内的图片抽取替换词</translation>
    </message>
    <message>
        <source>P-ITM draws its negatives within micro-batches of {}, not from the whole batch of {}</source>
        <translation>P-ITM 的负样本只从大小为 {} 的微批内抽取，而不是从大小为 {} 的整个批次抽取</translation>
    </message>
    <message>
        <source>micro-batches of 1 leave P-ITM no negatives: it learns nothing; choose 2 or more</source>
        <translation>大小为 1 的微批没有可供 P-ITM 使用的负样本，它学不到任何东西；请选择 2 或更大</translation>
    </message>
    <message>
        <source>checkpoint.pth says the schedule in epochs, as the published program reads it, and this run&apos;s is in steps: that program would go on with other rates</source>
        <translation>checkpoint.pth 按已发布程序的方式以轮次记录学习率计划，而本次训练的计划以步数计：该程序会以不同的学习率继续</translation>
    </message>
    <message>
        <source>left out of the evaluation: {}</source>
        <translation>评估中略过：{}</translation>
    </message>
    <message>
        <source>paused before the first step: {}; mend the cause and resume</source>
        <translation>在第一步之前暂停：{}；请排除原因后继续</translation>
    </message>
    <message>
        <source>{}: no picture of the split can be read, the last because of: {}</source>
        <translation>{}：该划分中没有一张图片可以读取，最后一张的原因：{}</translation>
    </message>
    <message>
        <source>{}: the {} was deleted, moved or replaced while it was open, so nothing more is written to it; put the file back, or open what is there now</source>
        <translation>{}：该{}在打开期间被删除、移动或替换，因此不再写入；请把文件放回原处，或打开现在的文件</translation>
    </message>
    <message>
        <source>{}; delete the file to rank by the match logit alone, or to fit it anew with descry-cli model calibrate</source>
        <translation>{}；删除该文件即可只按匹配 logit 排序，或用 descry-cli model calibrate 重新拟合</translation>
    </message>
    <message>
        <source>{}; that was {} times in a row: resume with a lower learning rate, or look at these images</source>
        <translation>{}；已连续 {} 次：请用更低的学习率继续，或检查这些图片</translation>
    </message>
    <message>
        <source>bfloat16 products are slower than float32 ones on this processor, often several times; leave bf16 out</source>
        <translation>在此处理器上 bfloat16 乘积比 float32 慢，常常慢数倍；请不要使用 bf16</translation>
    </message>
    <message>
        <source>&quot;{}&quot; is no way of checking files</source>
        <translation>“{}”不是检查文件的方式</translation>
    </message>
    <message>
        <source>an id is no whole number above 0</source>
        <translation>ID 不是大于 0 的整数</translation>
    </message>
    <message>
        <source>the device or its number of threads has changed: the weights may differ in the last bits from those of a run that kept it</source>
        <translation>设备或其线程数已更改：与始终不变的训练相比，权重的末几位可能不同</translation>
    </message>
    <message>
        <source>{}: another gallery lies here now; nothing was removed</source>
        <translation>{}：此处现在是另一个图库；未移除任何内容</translation>
    </message>
    <message>
        <source>{}: not a file that goes with the index</source>
        <translation>{}：不是该索引所属的文件</translation>
    </message>
    <message>
        <source>{}: shares person ids with the training split: {}, such as {}; if both mean the same people by them, the evaluation is too good; if each counts its own, all is well</source>
        <translation>{}：与训练划分有相同的人物 ID：{} 个，例如 {}；如果两者中的这些 ID 指同一批人物，评测结果会偏高；如果各自独立编号，则没有问题</translation>
    </message>
</context>
<context>
    <name>descry::Explanations</name>
    <message>
        <source>Memory ran out while the model read this picture. Close other programs, or wait for running jobs, and try again.</source>
        <translation>模型读取此图片时内存不足。请关闭其他程序或等待任务完成后重试。</translation>
    </message>
    <message>
        <source>These were found by a picture, not by words: there are no words to explain.</source>
        <translation>这些结果是用图片而非文字查到的：没有可解释的词。</translation>
    </message>
    <message>
        <source>Describe a person to see which words fit where.</source>
        <translation>描述一个人，即可查看哪些词对应图中何处。</translation>
    </message>
    <message>
        <source>The model is being loaded…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>No model is open. Heat maps need one: import a model file.</source>
        <translation>没有打开模型。热力图需要模型：请导入模型文件。</translation>
    </message>
    <message>
        <source>The file is missing. A heat map needs the picture itself; its small copy is not enough.</source>
        <translation>文件缺失。热力图需要原图，缩略图不够。</translation>
    </message>
    <message>
        <source>Heat maps follow when the search is done…</source>
        <translation>检索完成后将显示热力图…</translation>
    </message>
    <message>
        <source>The model is reading the picture…</source>
        <translation>模型正在读取图片…</translation>
    </message>
</context>
<context>
    <name>descry::ExportMenu</name>
    <message>
        <source>As CSV…</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>As JSON…</source>
        <translation>导出为 JSON…</translation>
    </message>
    <message>
        <source>The list was saved as %1.</source>
        <translation>列表已保存为 %1。</translation>
    </message>
    <message>
        <source>The list could not be saved.</source>
        <translation>列表无法保存。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>未写入任何内容。</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>表格 (*.csv)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>As a page with pictures…</source>
        <translation>导出为带图片的网页…</translation>
    </message>
    <message>
        <source>Pages (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>保存列表</translation>
    </message>
    <message>
        <source>%1 candidates %2</source>
        <translation>%1 个候选 %2</translation>
    </message>
</context>
<context>
    <name>descry::FacetList</name>
    <message>
        <source>%1, %2 pictures</source>
        <translation>%1，%2 张图片</translation>
    </message>
    <message>
        <source>Find in %1</source>
        <translation>在%1中查找</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>and %1 more: type on</source>
        <translation>另有 %1 项：继续输入</translation>
    </message>
    <message>
        <source>%1 of %2 shown · fewer</source>
        <translation>已显示 %1 / %2 · 收起</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Show all %1</source>
        <translation>显示全部 %1 项</translation>
    </message>
</context>
<context>
    <name>descry::FailuresModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>descry::FailuresView</name>
    <message>
        <source>Files that could not be read</source>
        <translation>无法读取的文件</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Try chosen again</source>
        <translation>重试所选</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>全部重试</translation>
    </message>
    <message>
        <source>Every picture could be read.</source>
        <translation>所有图片均可读取。</translation>
    </message>
    <message>
        <source>Files that are no pictures or could not be read. Once one is mended, try it again; the others stay out.</source>
        <translation>不是图片或无法读取的文件。修复后请重试；其余文件不会加入。</translation>
    </message>
</context>
<context>
    <name>descry::FileExport</name>
    <message>
        <source>“%1” was saved.</source>
        <translation>“%1”已保存。</translation>
    </message>
    <message>
        <source>“%1” could not be saved.</source>
        <translation>“%1”无法保存。</translation>
    </message>
    <message>
        <source>Save values</source>
        <translation>保存数值</translation>
    </message>
    <message>
        <source>CSV tables (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
</context>
<context>
    <name>descry::FileManager</name>
    <message>
        <source>No program opened the folder “%1”.</source>
        <translation>没有程序能打开文件夹“%1”。</translation>
    </message>
    <message>
        <source>The path can be copied and opened by hand.</source>
        <translation>可以复制路径并手动打开。</translation>
    </message>
</context>
<context>
    <name>descry::FilterChips</name>
    <message>
        <source>%1 more</source>
        <translation>另有 %1 项</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>从 %1 起</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>到 %1 止</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>like the selected picture</source>
        <translation>与所选图片相似</translation>
    </message>
    <message>
        <source>like “%1”</source>
        <translation>与“%1”相似</translation>
    </message>
    <message>
        <source>person %1</source>
        <translation>人物 %1</translation>
    </message>
    <message>
        <source>bookmarked</source>
        <translation>已加书签</translation>
    </message>
    <message>
        <source>Remove the filter %1</source>
        <translation>移除筛选条件“%1”</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>移除此筛选条件</translation>
    </message>
</context>
<context>
    <name>descry::FilterPanel</name>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Bookmarked only</source>
        <translation>仅显示书签</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>时间 (UTC)</translation>
    </message>
    <message>
        <source>From, UTC</source>
        <translation>开始时间 (UTC)</translation>
    </message>
    <message>
        <source>Until, UTC</source>
        <translation>结束时间 (UTC)</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>到</translation>
    </message>
</context>
<context>
    <name>descry::FindingsModel</name>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重程度</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
</context>
<context>
    <name>descry::FolderPanel</name>
    <message>
        <source>%1 pictures</source>
        <translation>%1 张图片</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Find again…</source>
        <translation>重新定位…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Folders of the gallery</source>
        <translation>图库的文件夹</translation>
    </message>
    <message>
        <source>Open the folder in the file manager</source>
        <translation>在文件管理器中打开文件夹</translation>
    </message>
    <message>
        <source>Say where the folder is now</source>
        <translation>指定文件夹现在的位置</translation>
    </message>
    <message>
        <source>The folder has moved: say where it is now</source>
        <translation>文件夹已移动：请指定现在的位置</translation>
    </message>
    <message>
        <source>Remove the folder from the gallery</source>
        <translation>从图库中移除文件夹</translation>
    </message>
    <message>
        <source>%1, not there</source>
        <translation>%1，不存在</translation>
    </message>
</context>
<context>
    <name>descry::GalleryPage</name>
    <message>
        <source>Could not be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Add pictures…</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Could not be read (%1)</source>
        <translation>无法读取（%1）</translation>
    </message>
</context>
<context>
    <name>descry::GalleryQuestions</name>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>“%1”</translation>
    </message>
    <message>
        <source>Remove the folder %1 with its %2 pictures from this gallery?</source>
        <translation>从此图库中移除文件夹 %1 及其 %2 张图片？</translation>
    </message>
    <message>
        <source>What the gallery knows of them is lost: index, tags, notes, bookmarks. The folder and the pictures’ files stay as they are.</source>
        <translation>图库中与之相关的信息将丢失：索引、标签、备注、书签。文件夹和图片文件保持原样。</translation>
    </message>
    <message>
        <source>Remove the folder</source>
        <translation>移除文件夹</translation>
    </message>
    <message>
        <source>The picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>%1 pictures</source>
        <translation>%1 张图片</translation>
    </message>
    <message>
        <source>Take this picture out of the gallery?</source>
        <translation>将此图片移出图库？</translation>
    </message>
    <message>
        <source>Take %1 pictures out of the gallery?</source>
        <translation>将 %1 张图片移出图库？</translation>
    </message>
    <message>
        <source>What the gallery knows of them is lost: index, tags, notes, bookmarks. The files stay as they are; while their folder belongs to the gallery, the next update adds those that are there again.</source>
        <translation>图库中与之相关的信息将丢失：索引、标签、备注、书签。文件保持原样；只要其文件夹仍属于图库，下次更新会重新加入存在的文件。</translation>
    </message>
    <message>
        <source>Take out</source>
        <translation>移出</translation>
    </message>
    <message>
        <source>The index of “%1”</source>
        <translation>“%1”的索引</translation>
    </message>
    <message>
        <source>Remove the index of “%1”?</source>
        <translation>移除“%1”的索引？</translation>
    </message>
    <message>
        <source>%1 pictures would have to be indexed again before this model can search them. Pictures, tags and other indexes stay.</source>
        <translation>%1 张图片需要重新索引后才能用此模型检索。图片、标签和其他索引保留。</translation>
    </message>
    <message>
        <source>Remove the index</source>
        <translation>移除索引</translation>
    </message>
    <message>
        <source>Go back to the copy of %1?</source>
        <translation>恢复到 %1 的副本？</translation>
    </message>
    <message>
        <source>What was added or changed since is not in it. The gallery as it is now is kept beside it, as “%1.damaged”.</source>
        <translation>其后添加或更改的内容不在副本中。现有图库会以“%1.damaged”保留在旁。</translation>
    </message>
    <message>
        <source>Restore the copy</source>
        <translation>还原副本</translation>
    </message>
</context>
<context>
    <name>descry::GalleryState</name>
    <message>
        <source>Another program is writing to “%1”.</source>
        <translation>另一个程序正在写入“%1”。</translation>
    </message>
    <message>
        <source>“%1” is not of this version of Descry.</source>
        <translation>“%1”不是此版本 Descry 的图库。</translation>
    </message>
    <message>
        <source>“%1” is not there.</source>
        <translation>“%1”不存在。</translation>
    </message>
    <message>
        <source>“%1” cannot be opened.</source>
        <translation>“%1”无法打开。</translation>
    </message>
    <message>
        <source>The newest copy is of %1 (%2).</source>
        <translation>最新的副本来自 %1(%2)。</translation>
    </message>
    <message>
        <source>Restore the copy</source>
        <translation>还原副本</translation>
    </message>
    <message>
        <source>The folder “%1” is not there.</source>
        <translation>文件夹“%1”不存在。</translation>
    </message>
    <message>
        <source>The folder “%1” and %2 more are not there.</source>
        <translation>文件夹“%1”及另外 %2 个不存在。</translation>
    </message>
    <message>
        <source>Perhaps its drive is not connected. What is indexed can still be searched; large pictures and updates need the folder.</source>
        <translation>可能未连接其驱动器。已索引的内容仍可检索；大图和更新需要该文件夹。</translation>
    </message>
    <message>
        <source>Find it again…</source>
        <translation>重新定位…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再次查看</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The gallery’s file is damaged.</source>
        <translation>图库文件已损坏。</translation>
    </message>
    <message>
        <source>It is only read from now on, so that nothing gets worse. Searches may lack pictures.</source>
        <translation>此后仅读取，以免情况恶化。检索结果可能缺少图片。</translation>
    </message>
    <message>
        <source>There is no copy of it. Its folders can be opened as a new gallery; tags, notes and bookmarks would be lost.</source>
        <translation>没有副本。可将其文件夹作为新图库打开；标签、备注和书签将丢失。</translation>
    </message>
    <message>
        <source>This gallery can only be read.</source>
        <translation>此图库为只读。</translation>
    </message>
    <message>
        <source>It can be searched and looked at. To add pictures or to index with another model, copy it to a place where it can be written, or change the permissions of its file and folder.</source>
        <translation>可以检索和查看。要添加图片或用其他模型索引，请将其复制到可写的位置，或更改其文件和文件夹的权限。</translation>
    </message>
    <message>
        <source>“%1” is damaged, or no gallery.</source>
        <translation>“%1”已损坏，或不是图库。</translation>
    </message>
</context>
<context>
    <name>descry::GalleryTasks</name>
    <message>
        <source>The files cannot be tried again.</source>
        <translation>无法重试这些文件。</translation>
    </message>
    <message>
        <source>The gallery could not be told where the folder is.</source>
        <translation>无法将文件夹的位置告知图库。</translation>
    </message>
    <message>
        <source>%1 of image tokens were deleted.</source>
        <translation>已删除 %1 图像 token。</translation>
    </message>
    <message>
        <source>They are computed again when they are needed.</source>
        <translation>需要时会重新计算。</translation>
    </message>
    <message>
        <source>The image tokens could not be deleted.</source>
        <translation>图像 token 无法删除。</translation>
    </message>
    <message>
        <source>A copy was made: %1</source>
        <translation>已创建副本：%1</translation>
    </message>
    <message>
        <source>It lies beside the gallery and holds all but the pictures.</source>
        <translation>副本位于图库旁，包含除图片之外的所有内容。</translation>
    </message>
    <message>
        <source>The copy could not be made.</source>
        <translation>副本无法创建。</translation>
    </message>
    <message>
        <source>“%1” was restored from a copy.</source>
        <translation>“%1”已从副本还原。</translation>
    </message>
    <message>
        <source>What was there before is kept as %1.</source>
        <translation>原有内容保留为 %1。</translation>
    </message>
    <message>
        <source>“%1” could not be restored.</source>
        <translation>“%1”无法还原。</translation>
    </message>
    <message>
        <source>%1 was removed from the gallery.</source>
        <translation>已从图库中移除：%1。</translation>
    </message>
    <message>
        <source>Pictures’ files are as they were.</source>
        <translation>图片文件保持原样。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未做任何更改。</translation>
    </message>
    <message>
        <source>The copy cannot be restored while a job is to change the gallery.</source>
        <translation>有任务要更改图库时无法还原副本。</translation>
    </message>
    <message>
        <source>Cancel it first, or let it end; what indexing has done is kept.</source>
        <translation>请先取消该任务或等待其结束；索引已完成的部分会保留。</translation>
    </message>
</context>
<context>
    <name>descry::GalleryWork</name>
    <message>
        <source>Check %1</source>
        <translation>检查“%1”</translation>
    </message>
    <message>
        <source>Remove pictures from %1</source>
        <translation>从“%1”移除图片</translation>
    </message>
    <message>
        <source>Remove an index of %1</source>
        <translation>移除“%1”的一个索引</translation>
    </message>
</context>
<context>
    <name>descry::GalleryWorkspace</name>
    <message>
        <source>No gallery is open</source>
        <translation>没有打开图库</translation>
    </message>
    <message>
        <source>A gallery is a searchable set of pictures of people. Open a folder of pictures and Descry makes one of it; the pictures stay where they are.</source>
        <translation>图库是可检索的人物图片集合。打开一个图片文件夹，Descry 便据此建立图库；图片留在原处。</translation>
    </message>
    <message>
        <source>Open a folder as gallery…</source>
        <translation>将文件夹作为图库打开…</translation>
    </message>
    <message>
        <source>Bring the index up to date</source>
        <translation>更新索引</translation>
    </message>
    <message>
        <source>update index</source>
        <translation>更新索引</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Add pictures to the gallery</source>
        <translation>向图库添加图片</translation>
    </message>
    <message>
        <source>add pictures</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Check the gallery</source>
        <translation>检查图库</translation>
    </message>
    <message>
        <source>check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Waiting to index</source>
        <translation>等待索引</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>正在索引</translation>
    </message>
    <message>
        <source>Indexing is paused</source>
        <translation>索引已暂停</translation>
    </message>
</context>
<context>
    <name>descry::GeneralPage</name>
    <message>
        <source>The language counts from the next start.</source>
        <translation>语言在下次启动时生效。</translation>
    </message>
    <message>
        <source>&amp;Notify me on the desktop when a job has ended and this window is not in front</source>
        <translation>任务结束且本窗口不在最前时，在桌面上通知我(&amp;N)</translation>
    </message>
    <message>
        <source>Keep a &amp;history of searches in the gallery</source>
        <translation>在图库中保留检索历史(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Reduce motion: nothing glides or fades</source>
        <translation>减少动态效果：不滑动、不渐隐(&amp;R)</translation>
    </message>
    <message>
        <source>Where the desktop asks for less motion, nothing does in any case.</source>
        <translation>若桌面要求减少动态效果，则始终不滑动、不渐隐。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
</context>
<context>
    <name>descry::HeatControls</name>
    <message>
        <source>Heat</source>
        <translation>热力</translation>
    </message>
    <message>
        <source>What a heat map is and isn’t</source>
        <translation>热力图能说明什么、不能说明什么</translation>
    </message>
    <message>
        <source>Show heat</source>
        <translation>显示热力</translation>
    </message>
    <message>
        <source>Show or hide the heat (H)</source>
        <translation>显示或隐藏热力 (H)</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>热力图</translation>
    </message>
    <message>
        <source>Which maps are shown</source>
        <translation>显示哪种热力图</translation>
    </message>
    <message>
        <source>Layer and kind of the maps</source>
        <translation>热力图的层和种类</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>most</source>
        <translation>最高</translation>
    </message>
    <message>
        <source>Opacity of the heat</source>
        <translation>热力的不透明度</translation>
    </message>
    <message>
        <source>Opacity of the heat ([ and ])</source>
        <translation>热力的不透明度（[ 和 ]）</translation>
    </message>
    <message>
        <source>Usual layer (%1)</source>
        <translation>默认层（%1）</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>%1 A map shows how the model reads the picture, not what is true, and every map has a scale of its own: it says where, not whether. Whether a word counts is told by the bar under it; a word without evidence leaves the picture as it is. A wavy line marks a word that the model doubts in this picture.</source>
        <translation>%1热力图显示模型如何看这张图片，而不是事实如何；每张热力图有自己的标度，因此只说明位置，不说明有无。一个词是否起作用由其下方的条表示；没有证据的词不改变图片。波浪线标出模型对此图片存疑的词。</translation>
    </message>
</context>
<context>
    <name>descry::HeatKeeping</name>
    <message>
        <source>evidence %1 of 1</source>
        <translation>证据 %1（最大为 1）</translation>
    </message>
    <message>
        <source>support %1 logits</source>
        <translation>支持 %1 logit</translation>
    </message>
    <message>
        <source>doubt %1 of 1</source>
        <translation>存疑 %1（最大为 1）</translation>
    </message>
    <message>
        <source>match logit %1</source>
        <translation>匹配 logit %1</translation>
    </message>
    <message>
        <source>sentence</source>
        <translation>整句</translation>
    </message>
    <message>
        <source>Gallery %1 · item %2 · %3 · model %4 · layer %5, %6 · Descry %7</source>
        <translation>图库 %1 · 图片 %2 · %3 · 模型 %4 · 第 %5 层，%6 · Descry %7</translation>
    </message>
    <message>
        <source>Save the heat map</source>
        <translation>保存热力图</translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>The heat map was saved as %1.</source>
        <translation>热力图已保存为 %1。</translation>
    </message>
    <message>
        <source>The heat map could not be saved.</source>
        <translation>热力图无法保存。</translation>
    </message>
    <message>
        <source>The heat map could not be copied.</source>
        <translation>热力图无法复制。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>未写入任何内容。</translation>
    </message>
</context>
<context>
    <name>descry::HeatLook</name>
    <message>
        <source>gradient (Grad-CAM)</source>
        <translation>梯度 (Grad-CAM)</translation>
    </message>
    <message>
        <source>attention alone</source>
        <translation>仅注意力</translation>
    </message>
    <message>
        <source>attention rollout</source>
        <translation>注意力展开 (rollout)</translation>
    </message>
    <message>
        <source>focus of the rollout</source>
        <translation>注意力展开的焦点</translation>
    </message>
    <message>
        <source>Warm places raised the match logit for this word.</source>
        <translation>暖色区域提高了该词的匹配 logit。</translation>
    </message>
    <message>
        <source>Warm places are where the chosen layer looked for this word.</source>
        <translation>暖色区域是所选层为该词所看之处。</translation>
    </message>
    <message>
        <source>Warm places are where the model looked for this word, in all fusion layers up to the chosen one.</source>
        <translation>暖色区域是模型在直到所选层的所有融合层中为该词所看之处。</translation>
    </message>
    <message>
        <source>Warm places are where the model looked for this word more than elsewhere, in all fusion layers up to the chosen one.</source>
        <translation>暖色区域是模型在直到所选层的所有融合层中为该词比别处看得更多之处。</translation>
    </message>
</context>
<context>
    <name>descry::HeatPane</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Rank %1</source>
        <translation>名次 %1</translation>
    </message>
    <message>
        <source>Picture, rank %1</source>
        <translation>图片，第 %1 名</translation>
    </message>
    <message>
        <source>“%1” has no evidence in this picture, so no heat is shown.</source>
        <translation>“%1”在此图片中没有证据，因此不显示热力。</translation>
    </message>
    <message>
        <source>No heat at layer %1: no place in the picture raises the match for this there. Another layer or another kind of map may show more.</source>
        <translation>第 %1 层没有热力：在该层，图片中没有任何位置为此提高匹配。其他层或其他种类的热力图也许能看到更多。</translation>
    </message>
    <message>
        <source>“%1” has little evidence in this picture, so its heat is faint.</source>
        <translation>“%1”在这张图片中证据很少，因此热力很淡。</translation>
    </message>
</context>
<context>
    <name>descry::HeatPicture</name>
    <message>
        <source>Heat of the whole sentence</source>
        <translation>整句的热力</translation>
    </message>
    <message>
        <source>Heat of “%1”</source>
        <translation>“%1”的热力</translation>
    </message>
    <message>
        <source>no heat</source>
        <translation>无热力</translation>
    </message>
    <message>
        <source>this map’s hottest place</source>
        <translation>本图最热处</translation>
    </message>
</context>
<context>
    <name>descry::HeatScale</name>
    <message>
        <source>Scale of the heat</source>
        <translation>热力标度</translation>
    </message>
    <message>
        <source>From no heat to the hottest place of this map. Every map has a scale of its own.</source>
        <translation>从无热力到本图最热处。每张热力图有自己的标度。</translation>
    </message>
</context>
<context>
    <name>descry::Help</name>
    <message>
        <source>&lt;p&gt;Descry finds a person in pictures by a written description. What it shows are appearance candidates for a person to judge; it identifies nobody.&lt;/p&gt;&lt;p&gt;Descry is under the MIT licence.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Model.&lt;/b&gt; RaSa: Relation and Sensitivity Aware Representation Learning for Text-based Person Search, Yang Bai, Min Cao, Daming Gao, Ziqiang Cao, Chen Chen, Zhenfeng Fan, Liqiang Nie, Min Zhang, IJCAI 2023. It builds on ALBEF (Li et al., 2021), ViT (Dosovitskiy et al., 2021) and BERT (Devlin et al., 2019). Descry’s code is its own.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Vocabulary.&lt;/b&gt; BERT base uncased, Google, Apache License 2.0.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Libraries.&lt;/b&gt; LibTorch (BSD), sentencepiece (Apache 2.0), Qt 6 (LGPL), SQLite (public domain) with SQLiteCpp (MIT), libjpeg-turbo, libpng and libwebp (BSD and alike), RE2 (BSD), OpenSSL (Apache 2.0), utf8proc, fmt, spdlog and nlohmann-json (MIT), CLI11 (BSD).&lt;/p&gt;&lt;p&gt;&lt;b&gt;Demo.&lt;/b&gt; People rendered from MakeHuman’s meshes, clothes and hair (CC0) before panoramas of Poly Haven (CC0).&lt;/p&gt;</source>
        <translation>&lt;p&gt;Descry 根据文字描述在图片中查找人物。它给出的是供人判断的外观候选，不识别任何人的身份。&lt;/p&gt;&lt;p&gt;Descry 采用 MIT 许可证。&lt;/p&gt;&lt;p&gt;&lt;b&gt;模型。&lt;/b&gt;RaSa: Relation and Sensitivity Aware Representation Learning for Text-based Person Search，Yang Bai、Min Cao、Daming Gao、Ziqiang Cao、Chen Chen、Zhenfeng Fan、Liqiang Nie、Min Zhang，IJCAI 2023。它建立在 ALBEF（Li 等，2021）、ViT（Dosovitskiy 等，2021）和 BERT（Devlin 等，2019）之上。Descry 的代码为自行编写。&lt;/p&gt;&lt;p&gt;&lt;b&gt;词表。&lt;/b&gt;BERT base uncased，Google，Apache License 2.0。&lt;/p&gt;&lt;p&gt;&lt;b&gt;程序库。&lt;/b&gt;LibTorch (BSD)、sentencepiece (Apache 2.0)、Qt 6 (LGPL)、SQLite（公有领域）及 SQLiteCpp (MIT)、libjpeg-turbo、libpng 和 libwebp（BSD 及类似许可）、RE2 (BSD)、OpenSSL (Apache 2.0)、utf8proc、fmt、spdlog 和 nlohmann-json (MIT)、CLI11 (BSD)。&lt;/p&gt;&lt;p&gt;&lt;b&gt;演示。&lt;/b&gt;人物由 MakeHuman 的网格、服装和头发（CC0）渲染而成，背景取自 Poly Haven 的全景图（CC0）。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>About Descry</source>
        <translation>关于 Descry</translation>
    </message>
    <message>
        <source>Licences and credits</source>
        <translation>许可证与致谢</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;For the GPU.&lt;/b&gt; CUDA runtime and CUPTI, NVIDIA, under the End User License Agreement of the CUDA Toolkit.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;用于 GPU。&lt;/b&gt;CUDA 运行时与 CUPTI，NVIDIA，遵循 CUDA Toolkit 最终用户许可协议。&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;Licence texts.&lt;/b&gt; An installed Descry has them in &lt;i&gt;share/doc/descry&lt;/i&gt;, those of what it carries in the folder &lt;i&gt;licences&lt;/i&gt; there; those of Debian’s libraries are in &lt;i&gt;/usr/share/doc&lt;/i&gt;.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;许可证文本。&lt;/b&gt;安装后的 Descry 将其放在 &lt;i&gt;share/doc/descry&lt;/i&gt; 中，随附组件的许可证在其中的 &lt;i&gt;licences&lt;/i&gt; 文件夹里；Debian 软件库的许可证在 &lt;i&gt;/usr/share/doc&lt;/i&gt; 中。&lt;/p&gt;</translation>
    </message>
</context>
<context>
    <name>descry::IndexList</name>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>in use, incomplete</source>
        <translation>使用中，不完整</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>完整</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>No model has indexed this gallery yet.</source>
        <translation>尚无模型索引过此图库。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 has indexed %2 pictures</source>
        <translation>%1 已索引 %2 张图片</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>使用 %1</translation>
    </message>
    <message>
        <source>Open this model. What it has not indexed yet is indexed first; until then searches go on with the model that is in use.</source>
        <translation>打开此模型。先索引尚未索引的内容；在此之前继续用现有模型检索。</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Remove the index of %1</source>
        <translation>移除 %1 的索引</translation>
    </message>
    <message>
        <source>Model %1</source>
        <translation>模型 %1</translation>
    </message>
</context>
<context>
    <name>descry::ItemFacts</name>
    <message>
        <source>%1 · %2 by similarity</source>
        <translation>%1 · 按相似度第 %2</translation>
    </message>
    <message>
        <source>%1 by similarity</source>
        <translation>按相似度第 %1</translation>
    </message>
    <message>
        <source>match logit %1</source>
        <translation>匹配 logit %1</translation>
    </message>
    <message>
        <source>similarity %1</source>
        <translation>相似度 %1</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>名次</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>文本描述</translation>
    </message>
    <message>
        <source>%1 × %2 · %3</source>
        <translation>%1 × %2 · %3</translation>
    </message>
</context>
<context>
    <name>descry::ItemsModel</name>
    <message>
        <source>File missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>camera %1</source>
        <translation>摄像头 %1</translation>
    </message>
    <message>
        <source>file missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
</context>
<context>
    <name>descry::JobLine</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
</context>
<context>
    <name>descry::JobListModel</name>
    <message>
        <source>interrupted when Descry ended</source>
        <translation>因 Descry 结束而中断</translation>
    </message>
    <message>
        <source>paused: the disk is full</source>
        <translation>已暂停：磁盘已满</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>done, with a warning</source>
        <translation>已完成，有 1 条警告</translation>
    </message>
    <message numerus="yes">
        <source>done, with %n warnings</source>
        <translation>
            <numerusform>已完成，有 %n 条警告</numerusform>
        </translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
</context>
<context>
    <name>descry::JobMessages</name>
    <message>
        <source>Show the log</source>
        <translation>显示日志</translation>
    </message>
    <message>
        <source>%1 is paused.</source>
        <translation>%1 已暂停。</translation>
    </message>
    <message>
        <source>What is done so far is kept. Free some space, then let it go on.</source>
        <translation>已完成的部分会保留。请腾出空间，然后继续。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>%1 stopped.</source>
        <translation>%1 已停止。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>%1 ended with a warning.</source>
        <translation>%1 已结束，有 1 条警告。</translation>
    </message>
    <message numerus="yes">
        <source>%1 ended with %n warnings.</source>
        <translation>
            <numerusform>%1 已结束，有 %n 条警告。</numerusform>
        </translation>
    </message>
    <message>
        <source>The list of jobs of the last time was damaged and is put aside.</source>
        <translation>上次的任务列表已损坏，已另行保存。</translation>
    </message>
    <message>
        <source>Galleries and training runs are as they were; start again what was not finished.</source>
        <translation>图库和训练保持原样；请重新开始未完成的任务。</translation>
    </message>
    <message>
        <source>The list of jobs of the last time cannot be read.</source>
        <translation>上次的任务列表无法读取。</translation>
    </message>
    <message>
        <source>It is left as it is. Jobs work, but are forgotten when Descry ends.</source>
        <translation>列表保持原样。任务可以运行，但 Descry 结束后不再记得。</translation>
    </message>
    <message>
        <source>The list of jobs cannot be saved.</source>
        <translation>任务列表无法保存。</translation>
    </message>
    <message>
        <source>Jobs go on, but are forgotten when Descry ends.</source>
        <translation>任务继续运行，但 Descry 结束后不再记得。</translation>
    </message>
    <message>
        <source>A job was not finished when Descry ended.</source>
        <translation>Descry 结束时有 1 个任务尚未完成。</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs were not finished when Descry ended.</source>
        <translation>
            <numerusform>Descry 结束时有 %n 个任务尚未完成。</numerusform>
        </translation>
    </message>
    <message>
        <source>What was done is kept; it goes on from there.</source>
        <translation>已完成的部分会保留；从那里继续。</translation>
    </message>
    <message>
        <source>Show the jobs</source>
        <translation>显示任务</translation>
    </message>
</context>
<context>
    <name>descry::JobNotifications</name>
    <message>
        <source>Stopped: %1</source>
        <translation>已停止：%1</translation>
    </message>
    <message>
        <source>All jobs are done.</source>
        <translation>所有任务均已完成。</translation>
    </message>
    <message>
        <source>1 job is left.</source>
        <translation>还有 1 个任务。</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs are left.</source>
        <translation>
            <numerusform>还有 %n 个任务。</numerusform>
        </translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>已完成：%1</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>已暂停：%1</translation>
    </message>
</context>
<context>
    <name>descry::JobRecipes</name>
    <message>
        <source>Index %1</source>
        <translation>索引 %1</translation>
    </message>
    <message>
        <source>Import %1</source>
        <translation>导入 %1</translation>
    </message>
</context>
<context>
    <name>descry::JobText</name>
    <message>
        <source>images</source>
        <translation>张图片</translation>
    </message>
    <message>
        <source>captions</source>
        <translation>条描述</translation>
    </message>
    <message>
        <source>pairs</source>
        <translation>对</translation>
    </message>
    <message>
        <source>embeddings</source>
        <translation>个特征向量</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>looking for images</source>
        <translation>正在查找图片</translation>
    </message>
    <message>
        <source>indexing</source>
        <translation>正在索引</translation>
    </message>
    <message>
        <source>completing</source>
        <translation>正在补全索引</translation>
    </message>
    <message>
        <source>caching image tokens</source>
        <translation>正在缓存图像 token</translation>
    </message>
    <message>
        <source>checking the database</source>
        <translation>正在检查数据库</translation>
    </message>
    <message>
        <source>checking embeddings</source>
        <translation>正在检查特征向量</translation>
    </message>
    <message>
        <source>checking files</source>
        <translation>正在检查文件</translation>
    </message>
    <message>
        <source>removing</source>
        <translation>正在移除</translation>
    </message>
    <message>
        <source>training</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>encoding images</source>
        <translation>正在编码图片</translation>
    </message>
    <message>
        <source>encoding captions</source>
        <translation>正在编码描述</translation>
    </message>
    <message>
        <source>re-ranking</source>
        <translation>正在重排序</translation>
    </message>
    <message>
        <source>hashing images</source>
        <translation>正在计算图片哈希</translation>
    </message>
    <message>
        <source>scoring pairs</source>
        <translation>正在为图文对评分</translation>
    </message>
    <message>
        <source>checking pictures</source>
        <translation>检查图片</translation>
    </message>
    <message>
        <source>reading words</source>
        <translation>读取词语</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>reading pairs</source>
        <translation>正在读取图文对</translation>
    </message>
    <message>
        <source>explaining pairs</source>
        <translation>正在解释图文对</translation>
    </message>
    <message>
        <source>hashing the checkpoint</source>
        <translation>正在计算检查点哈希</translation>
    </message>
    <message>
        <source>comparing tied tensors</source>
        <translation>正在比较绑定的张量</translation>
    </message>
    <message>
        <source>writing weights</source>
        <translation>正在写入权重</translation>
    </message>
</context>
<context>
    <name>descry::JobsArea</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
</context>
<context>
    <name>descry::JobsPanel</name>
    <message>
        <source>put in the queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>began</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>paused, because the disk is full</source>
        <translation>已暂停，因为磁盘已满</translation>
    </message>
    <message>
        <source>interrupted: Descry ended</source>
        <translation>已中断：Descry 结束</translation>
    </message>
    <message>
        <source>went on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>tried again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>… %1 lines left out …</source>
        <translation>… 略去 %1 行 …</translation>
    </message>
    <message>
        <source>No jobs. Indexing, imports and training appear here.</source>
        <translation>没有任务。索引、导入和训练会显示在这里。</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Earlier (Alt+Up)</source>
        <translation>提前 (Alt+Up)</translation>
    </message>
    <message>
        <source>Later (Alt+Down)</source>
        <translation>推后 (Alt+Down)</translation>
    </message>
    <message>
        <source>Copy the log</source>
        <translation>复制日志</translation>
    </message>
    <message>
        <source>Clear ended ones</source>
        <translation>清除已结束的</translation>
    </message>
    <message>
        <source>Close the list</source>
        <translation>关闭列表</translation>
    </message>
    <message>
        <source>Log of the job</source>
        <translation>任务日志</translation>
    </message>
    <message>
        <source>Select a job to see what happened to it.</source>
        <translation>选择一个任务以查看其经过。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cancel all</source>
        <translation>全部取消</translation>
    </message>
    <message>
        <source>In the list of jobs: earlier, later</source>
        <translation>在任务列表中：提前、推后</translation>
    </message>
</context>
<context>
    <name>descry::JobsStrip</name>
    <message>
        <source>1 job</source>
        <translation>1 个任务</translation>
    </message>
    <message numerus="yes">
        <source>%n jobs</source>
        <translation>
            <numerusform>%n 个任务</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>%1: show the list</source>
        <translation>%1：显示列表</translation>
    </message>
    <message>
        <source>Go on: %1</source>
        <translation>继续：%1</translation>
    </message>
    <message>
        <source>Pause: %1</source>
        <translation>暂停：%1</translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <translation>取消：%1</translation>
    </message>
</context>
<context>
    <name>descry::KeyButton</name>
    <message>
        <source>%1, key %2</source>
        <translation>%1，按键 %2</translation>
    </message>
    <message>
        <source>%1, marked</source>
        <translation>%1，已标记</translation>
    </message>
</context>
<context>
    <name>descry::KioskPage</name>
    <message>
        <source>One moment, the pictures are being opened…</source>
        <translation>请稍候，正在打开图片…</translation>
    </message>
    <message>
        <source>Find a person by a description</source>
        <translation>按描述查找人物</translation>
    </message>
    <message>
        <source>Choose a description, or write your own. Descry ranks the pictures by how well they fit; what it shows are candidates for a person to judge. No picture and no word leaves this computer.</source>
        <translation>选择一条描述，或自己写一条。Descry 按符合程度排列图片；它给出的是供人判断的候选。图片和文字都不会离开这台计算机。</translation>
    </message>
    <message>
        <source>Write your own description</source>
        <translation>自己写描述</translation>
    </message>
    <message>
        <source>There are no pictures to search: no gallery is open.</source>
        <translation>没有可检索的图片：没有打开图库。</translation>
    </message>
</context>
<context>
    <name>descry::Launch</name>
    <message>
        <source>Try descry --help.</source>
        <translation>请参阅 descry --help。</translation>
    </message>
    <message>
        <source>Finds a person in pictures by a written description.</source>
        <translation>根据文字描述在图片中查找人物。</translation>
    </message>
    <message>
        <source>Gallery file to open</source>
        <translation>要打开的图库文件</translation>
    </message>
    <message>
        <source>Say this and end</source>
        <translation>显示此说明并结束</translation>
    </message>
    <message>
        <source>Say the version and end</source>
        <translation>显示版本并结束</translation>
    </message>
    <message>
        <source>Folder of the model to load</source>
        <translation>要加载的模型文件夹</translation>
    </message>
    <message>
        <source>Open the demo gallery and model</source>
        <translation>打开演示图库和模型</translation>
    </message>
    <message>
        <source>One gallery can be opened at a time.</source>
        <translation>一次只能打开一个图库。</translation>
    </message>
    <message>
        <source>Full screen, nothing can be changed; Ctrl+Alt+Shift+Q ends it</source>
        <translation>全屏，不可更改任何内容；按 Ctrl+Alt+Shift+Q 结束</translation>
    </message>
    <message>
        <source>With --kiosk: begin again after so long without a touch, 5 to 3600, usually 90</source>
        <translation>与 --kiosk 同用：无操作多久后重新开始，5 至 3600 秒，默认 90</translation>
    </message>
    <message>
        <source>--kiosk-idle takes 5 to 3600 seconds.</source>
        <translation>--kiosk-idle 的取值为 5 至 3600 秒。</translation>
    </message>
    <message>
        <source>--kiosk-idle goes with --kiosk.</source>
        <translation>--kiosk-idle 须与 --kiosk 同用。</translation>
    </message>
</context>
<context>
    <name>descry::Loupe</name>
    <message>
        <source>Previous candidate (K)</source>
        <translation>上一个候选 (K)</translation>
    </message>
    <message>
        <source>Next candidate (J)</source>
        <translation>下一个候选 (J)</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <source>Back to the grid</source>
        <translation>返回网格</translation>
    </message>
    <message>
        <source>Back to the grid (G or Esc)</source>
        <translation>返回网格（G 或 Esc）</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
    <message>
        <source>Save as PNG…</source>
        <translation>保存为 PNG…</translation>
    </message>
    <message>
        <source>Copy the picture with this heat map and where it comes from</source>
        <translation>复制带此热力图及其来源的图片</translation>
    </message>
    <message>
        <source>Save the picture with this heat map and where it comes from</source>
        <translation>保存带此热力图及其来源的图片</translation>
    </message>
</context>
<context>
    <name>descry::MainWindow</name>
    <message>
        <source>Open a folder as gallery…</source>
        <translation>将文件夹作为图库打开…</translation>
    </message>
    <message>
        <source>Open a gallery file…</source>
        <translation>打开图库文件…</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>Close the gallery</source>
        <translation>关闭图库</translation>
    </message>
    <message>
        <source>Open a bundle…</source>
        <translation>打开模型包…</translation>
    </message>
    <message>
        <source>Import a model file…</source>
        <translation>导入模型文件…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Left panel</source>
        <translation>左侧面板</translation>
    </message>
    <message>
        <source>Right panel</source>
        <translation>右侧面板</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>About Descry</source>
        <translation>关于 Descry</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>No gallery is open to look for people like the one in “%1”.</source>
        <translation>没有打开的图库，无法查找与“%1”中人物相似的人。</translation>
    </message>
    <message>
        <source>Open a gallery or a folder of pictures, then drop the picture again.</source>
        <translation>请打开图库或图片文件夹，然后再次拖放该图片。</translation>
    </message>
</context>
<context>
    <name>descry::MessageBar</name>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>descry::MetricsFeed</name>
    <message>
        <source>total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>学习率</translation>
    </message>
</context>
<context>
    <name>descry::MismatchDialog</name>
    <message>
        <source>Why “%1” does not fit</source>
        <translation>“%1”为何不匹配</translation>
    </message>
    <message>
        <source>The file is not the model that its config describes, so nothing was imported. Missing tensors are not in the file, unexpected ones belong to no part of the model, misshapen ones have another size. A config.json beside the file that fits it may help.</source>
        <translation>该文件不是其配置所描述的模型，因此未导入任何内容。“缺失”的张量不在文件中，“多余”的张量不属于模型的任何部分，“形状不符”的张量大小不同。在文件旁放一个与之匹配的 config.json 也许有帮助。</translation>
    </message>
    <message>
        <source>Copy what is shown</source>
        <translation>复制所示内容</translation>
    </message>
    <message>
        <source>Part of a name</source>
        <translation>名称的一部分</translation>
    </message>
    <message>
        <source>Part of a tensor’s name</source>
        <translation>张量名称的一部分</translation>
    </message>
    <message>
        <source>Kind of problem</source>
        <translation>问题类型</translation>
    </message>
    <message>
        <source>All problems</source>
        <translation>全部问题</translation>
    </message>
    <message>
        <source>Tensors that do not fit</source>
        <translation>不匹配的张量</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Tensors: %1</source>
        <translation>张量：%1</translation>
    </message>
</context>
<context>
    <name>descry::MismatchModel</name>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Unexpected</source>
        <translation>多余</translation>
    </message>
    <message>
        <source>Misshapen</source>
        <translation>形状不符</translation>
    </message>
    <message>
        <source>%1: %2, in the file %3, asked for %4</source>
        <translation>%1：%2，文件中为 %3，要求为 %4</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件中</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>要求</translation>
    </message>
</context>
<context>
    <name>descry::ModelImports</name>
    <message>
        <source>Import a model file</source>
        <translation>导入模型文件</translation>
    </message>
    <message>
        <source>Model files (*.pth *.pt *.bin *.safetensors)</source>
        <translation>模型文件 (*.pth *.pt *.bin *.safetensors)</translation>
    </message>
    <message>
        <source>“%1” is not a model of this kind: of its tensors, %2.</source>
        <translation>“%1”不是这种模型：其张量中 %2。</translation>
    </message>
    <message>
        <source>Nothing was imported; the model that was open stays in use.</source>
        <translation>未导入任何内容；继续使用原先打开的模型。</translation>
    </message>
    <message>
        <source>Show the tensors</source>
        <translation>显示张量</translation>
    </message>
    <message>
        <source>“%1” could not be imported.</source>
        <translation>“%1”无法导入。</translation>
    </message>
    <message>
        <source>The model that was open stays in use.</source>
        <translation>继续使用原先打开的模型。</translation>
    </message>
</context>
<context>
    <name>descry::ModelsPage</name>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Check the files</source>
        <translation>检查文件</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>No model yet. Import a model file, or open a bundle.</source>
        <translation>还没有模型。请导入模型文件或打开模型包。</translation>
    </message>
    <message>
        <source>Reading every byte of “%1”…</source>
        <translation>正在逐字节读取“%1”…</translation>
    </message>
    <message>
        <source>“%1” is whole: %2 tensors, fingerprint %3.</source>
        <translation>“%1”完整：%2 个张量，指纹 %3。</translation>
    </message>
    <message>
        <source>Import a model file…</source>
        <translation>导入模型文件…</translation>
    </message>
    <message>
        <source>Open a bundle…</source>
        <translation>打开模型包…</translation>
    </message>
</context>
<context>
    <name>descry::NewRun</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>The data set has errors; mend them first.</source>
        <translation>数据集有错误；请先修正。</translation>
    </message>
    <message>
        <source>The data set has no training split.</source>
        <translation>数据集没有训练划分。</translation>
    </message>
    <message>
        <source>The data set has no such split; name the file that has it, or choose another.</source>
        <translation>数据集没有该划分；请指定包含它的文件，或选择其他划分。</translation>
    </message>
    <message>
        <source>Working out what a step will take…</source>
        <translation>正在估算每步的开销…</translation>
    </message>
    <message>
        <source>About %1 of the GPU&apos;s memory.</source>
        <translation>约占用 %1 显存。</translation>
    </message>
    <message>
        <source>About %1 of this computer&apos;s %2 of memory.</source>
        <translation>约占用 %1 内存（本机共 %2）。</translation>
    </message>
    <message>
        <source>That is more than there is: use a smaller batch or fewer samples at once.</source>
        <translation>超出可用内存：请减小批次或同时处理的样本数。</translation>
    </message>
    <message>
        <source>That is more than there is: recomputing activations would spare %1.</source>
        <translation>超出可用内存：重新计算激活值可节省 %1。</translation>
    </message>
    <message>
        <source>About %1 a step; %2 steps: %3, and evaluation besides.</source>
        <translation>每步约 %1；共 %2 步：%3，评测另计。</translation>
    </message>
    <message>
        <source>About %1 a step.</source>
        <translation>每步约 %1。</translation>
    </message>
    <message>
        <source>The time is told once steps have been measured.</source>
        <translation>测得步时后显示所需时间。</translation>
    </message>
    <message>
        <source>About %1 of the GPU&apos;s %2 of memory.</source>
        <translation>约占 GPU %2 内存中的 %1。</translation>
    </message>
</context>
<context>
    <name>descry::Openings</name>
    <message>
        <source>Open a gallery</source>
        <translation>打开图库</translation>
    </message>
    <message>
        <source>Galleries (*.descry)</source>
        <translation>图库 (*.descry)</translation>
    </message>
    <message>
        <source>Demo street</source>
        <translation>演示街道</translation>
    </message>
    <message>
        <source>“%1” is nothing that Descry can open.</source>
        <translation>Descry 无法打开“%1”。</translation>
    </message>
    <message>
        <source>It opens folders of pictures, galleries (.descry), bundles and model files, and searches by pictures (JPEG, PNG, WebP, BMP).</source>
        <translation>可以打开图片文件夹、图库 (.descry)、模型包和模型文件，也可以按图片（JPEG、PNG、WebP、BMP）检索。</translation>
    </message>
    <message numerus="yes">
        <source>%n more were given and left out.</source>
        <translation>
            <numerusform>另有 %n 个被略过。</numerusform>
        </translation>
    </message>
    <message>
        <source>One of a kind can be opened at a time. Many pictures are searched by opening the folder they are in.</source>
        <translation>每一类一次只能打开一个。要检索许多图片，请打开它们所在的文件夹。</translation>
    </message>
    <message>
        <source>There is no demo beside this program.</source>
        <translation>此程序旁没有演示数据。</translation>
    </message>
    <message>
        <source>Nothing was opened.</source>
        <translation>没有打开任何内容。</translation>
    </message>
</context>
<context>
    <name>descry::OverviewView</name>
    <message>
        <source>no picture has one</source>
        <translation>没有图片有此信息</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>%1 (UTC), %2 pictures</source>
        <translation>%1 (UTC)，%2 张图片</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>张图片</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>张无法读取</translation>
    </message>
    <message>
        <source>files missing</source>
        <translation>个文件缺失</translation>
    </message>
    <message>
        <source>of pictures</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>Indexed by</source>
        <translation>已用于索引的模型</translation>
    </message>
    <message>
        <source>Import a model file…</source>
        <translation>导入模型文件…</translation>
    </message>
    <message>
        <source>Index now</source>
        <translation>立即索引</translation>
    </message>
    <message>
        <source>Known of the pictures</source>
        <translation>图片的已知信息</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>磁盘占用</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Gallery’s file</source>
        <translation>图库文件</translation>
    </message>
    <message>
        <source>Indexes</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Image tokens</source>
        <translation>图像 token</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the image tokens</source>
        <translation>删除图像 token</translation>
    </message>
    <message>
        <source>Image tokens make re-ranking faster. They are computed again when they are needed.</source>
        <translation>图像 token 可加快重排序。需要时会重新计算。</translation>
    </message>
    <message>
        <source>Make a copy</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>还原…</translation>
    </message>
    <message>
        <source>%1, of it %2 small pictures</source>
        <translation>%1，其中缩略图 %2</translation>
    </message>
    <message>
        <source>%1 in it, %2 beside it</source>
        <translation>文件内 %1，文件旁 %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, the newest of %2</source>
        <translation>%1，最新的来自 %2</translation>
    </message>
</context>
<context>
    <name>descry::PairFacts</name>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Pair</source>
        <translation>图文对</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Its own image</source>
        <translation>原本的图片</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>分数</translation>
    </message>
    <message>
        <source>Match logit</source>
        <translation>匹配 logit</translation>
    </message>
    <message>
        <source>Own margin</source>
        <translation>与自身描述之差</translation>
    </message>
    <message>
        <source>Match logit of the image’s best own caption, less this one’s</source>
        <translation>该图片自身最佳描述的匹配 logit 减去此描述的值</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Weak pair</source>
        <translation>弱正样本</translation>
    </message>
    <message>
        <source>0 to 1, of the head that tells weak pairs from strong ones</source>
        <translation>0 到 1，来自区分弱正样本与强正样本的头</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>%1 (superseded)</source>
        <translation>%1（已被取代）</translation>
    </message>
    <message>
        <source>%1 (taken back)</source>
        <translation>%1（已撤回）</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>判定记录</translation>
    </message>
</context>
<context>
    <name>descry::PairPage</name>
    <message>
        <source>Pair under review</source>
        <translation>待审核的图文对</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Image under review</source>
        <translation>待审核的图片</translation>
    </message>
    <message>
        <source>Its own image</source>
        <translation>原本的图片</translation>
    </message>
    <message>
        <source>The caption’s own image</source>
        <translation>描述原本的图片</translation>
    </message>
    <message>
        <source>Pair %1 of %2</source>
        <translation>第 %1 个图文对，共 %2 个</translation>
    </message>
    <message>
        <source>%1 a minute</source>
        <translation>每分钟 %1 个</translation>
    </message>
    <message>
        <source>Decisions cannot be kept, so none can be made: %1. The pairs can be looked through with P.</source>
        <translation>判定无法保存，因此不能判定：%1。可以按 P 逐个浏览图文对。</translation>
    </message>
</context>
<context>
    <name>descry::PathRow</name>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
</context>
<context>
    <name>descry::PicturePrefetch</name>
    <message>
        <source>The picture does not fit into memory.</source>
        <translation>内存放不下这张图片。</translation>
    </message>
</context>
<context>
    <name>descry::PictureStrip</name>
    <message>
        <source>First pictures of the gallery</source>
        <translation>图库的前几张图片</translation>
    </message>
</context>
<context>
    <name>descry::PictureView</name>
    <message>
        <source>Selected picture</source>
        <translation>所选图片</translation>
    </message>
    <message>
        <source>The file is missing; this is its small copy.</source>
        <translation>文件缺失；此为其缩略图。</translation>
    </message>
</context>
<context>
    <name>descry::PicturesView</name>
    <message>
        <source>Remove from gallery…</source>
        <translation>从图库中移除…</translation>
    </message>
    <message>
        <source>Which pictures are shown</source>
        <translation>显示哪些图片</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>全部图片</translation>
    </message>
    <message>
        <source>Pictures whose file is missing</source>
        <translation>文件缺失的图片</translation>
    </message>
    <message>
        <source>Pictures of the gallery</source>
        <translation>图库的图片</translation>
    </message>
    <message>
        <source>%1 chosen</source>
        <translation>已选 %1</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>The gallery has no pictures yet.</source>
        <translation>图库还没有图片。</translation>
    </message>
    <message>
        <source>Every picture’s file is there.</source>
        <translation>所有图片的文件都在。</translation>
    </message>
</context>
<context>
    <name>descry::PreviewModel</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>摄像头</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人物</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
</context>
<context>
    <name>descry::Prompts</name>
    <message>
        <source>Open a folder as gallery</source>
        <translation>将文件夹作为图库打开</translation>
    </message>
    <message>
        <source>Open a bundle</source>
        <translation>打开模型包</translation>
    </message>
</context>
<context>
    <name>descry::QueryField</name>
    <message>
        <source>Describe the person</source>
        <translation>描述此人</translation>
    </message>
    <message>
        <source>Describe a person: a woman in a red jacket with a backpack</source>
        <translation>描述一个人，例如：a woman in a red jacket with a backpack</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Captions of the gallery</source>
        <translation>图库中的文本描述</translation>
    </message>
    <message>
        <source>The model doubts “%1” in the selected picture (%2 of 1)</source>
        <translation>模型对所选图片中的“%1”存疑（%2，最大为 1）</translation>
    </message>
    <message>
        <source>In the description: search for it</source>
        <translation>在描述中：开始检索</translation>
    </message>
    <message>
        <source>In the description: another line</source>
        <translation>在描述中：换行</translation>
    </message>
    <message>
        <source>In the description: earlier ones, later ones</source>
        <translation>在描述中：较早的、较晚的描述</translation>
    </message>
</context>
<context>
    <name>descry::RelocateDialog</name>
    <message>
        <source>This is the folder: every picture is there.</source>
        <translation>就是这个文件夹：所有图片都在。</translation>
    </message>
    <message>
        <source>This is the folder, but not all of it. Pictures that are not there or have changed are marked when the index is next updated.</source>
        <translation>是这个文件夹，但不完整。缺失或已更改的图片会在下次更新索引时标出。</translation>
    </message>
    <message>
        <source>These are other files. Choose the folder that holds the same pictures under the same names; perhaps it is one level up or down.</source>
        <translation>这些是其他文件。请选择以相同名称存放相同图片的文件夹；也许在上一级或下一级。</translation>
    </message>
    <message>
        <source>%1 of %2 pictures are there with the same size.</source>
        <translation>%2 张图片中有 %1 张存在且大小相同。</translation>
    </message>
    <message>
        <source>%1 of %2 that were read have the same contents.</source>
        <translation>读取的 %2 张中有 %1 张内容相同。</translation>
    </message>
    <message>
        <source>For instance %1</source>
        <translation>例如 %1</translation>
    </message>
    <message>
        <source>Where is this folder now?</source>
        <translation>此文件夹现在在哪里？</translation>
    </message>
    <message>
        <source>In the gallery</source>
        <translation>图库中</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose where the folder is. Nothing is changed before the files have been compared.</source>
        <translation>请选择文件夹的位置。比较文件之前不做任何更改。</translation>
    </message>
    <message>
        <source>Use this folder</source>
        <translation>使用此文件夹</translation>
    </message>
    <message>
        <source>Where is “%1” now?</source>
        <translation>“%1”现在在哪里？</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>The folder could not be compared.</source>
        <translation>文件夹无法比较。</translation>
    </message>
    <message>
        <source>Not there: %1. Of another size: %2.</source>
        <translation>不存在：%1。大小不同：%2。</translation>
    </message>
</context>
<context>
    <name>descry::Removals</name>
    <message>
        <source>Put back: %1.</source>
        <translation>已恢复：%1。</translation>
    </message>
    <message>
        <source>%1 could not be put back.</source>
        <translation>%1 无法恢复。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>descry::ResultModel</name>
    <message>
        <source>rank %1</source>
        <translation>第 %1 名</translation>
    </message>
    <message>
        <source>picture %1</source>
        <translation>图片 %1</translation>
    </message>
    <message>
        <source>bookmarked</source>
        <translation>已加书签</translation>
    </message>
    <message>
        <source>one of %1 of a track</source>
        <translation>轨迹中 %1 张之一</translation>
    </message>
    <message>
        <source>stands for %1 of a track</source>
        <translation>代表轨迹中的 %1 张</translation>
    </message>
    <message>
        <source>unlikely</source>
        <translation>可能性低</translation>
    </message>
    <message>
        <source>Match logit %1</source>
        <translation>匹配 logit %1</translation>
    </message>
    <message>
        <source>Similarity %1 (rank %2)</source>
        <translation>相似度 %1（第 %2 名）</translation>
    </message>
    <message>
        <source>One of %1 pictures of a track (S)</source>
        <translation>轨迹中 %1 张图片之一 (S)</translation>
    </message>
    <message>
        <source>Behind the break line: unlikely</source>
        <translation>在分界线之后：可能性低</translation>
    </message>
</context>
<context>
    <name>descry::ResultView</name>
    <message>
        <source>Unlikely from here on</source>
        <translation>从此处起可能性低</translation>
    </message>
</context>
<context>
    <name>descry::ReviewDesk</name>
    <message>
        <source>There is no decision to take back.</source>
        <translation>没有可撤回的判定。</translation>
    </message>
    <message>
        <source>The last decision, on %1, is taken back.</source>
        <translation>最近的判定（%1）已撤回。</translation>
    </message>
    <message>
        <source>Its pair is not among those that are reviewed now.</source>
        <translation>其图文对不在当前审核之列。</translation>
    </message>
    <message>
        <source>A decision could not be written to the review’s log.</source>
        <translation>一个判定无法写入审核日志。</translation>
    </message>
    <message>
        <source>It waits here. Mend the cause, then try again.</source>
        <translation>它在此等待。请排除原因后重试。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The decision on this pair has not been kept yet.</source>
        <translation>此图文对的判定尚未保存。</translation>
    </message>
    <message>
        <source>Decisions cannot be kept here.</source>
        <translation>此处无法保存判定。</translation>
    </message>
    <message>
        <source>The pictures are still being read.</source>
        <translation>仍在读取图片。</translation>
    </message>
    <message>
        <source>The image cannot be read, so the pair cannot be decided. Pass it over.</source>
        <translation>图片无法读取，因此不能判定此图文对。请跳过。</translation>
    </message>
    <message>
        <source>The image cannot be shown: the pair can be rejected or left unsure.</source>
        <translation>图片无法显示：此图文对可以拒绝或标为不确定。</translation>
    </message>
    <message>
        <source>This is where the sitting began.</source>
        <translation>这里是本次审核的起点。</translation>
    </message>
    <message numerus="yes">
        <source>%n findings in “%1”.</source>
        <translation>
            <numerusform>“%1”中有 %n 条检查结果。</numerusform>
        </translation>
    </message>
    <message>
        <source>What repeats is one pair. The data set stays as it is; the details list all.</source>
        <translation>重复的内容算作一个图文对。数据集保持不变；详情中列出全部。</translation>
    </message>
</context>
<context>
    <name>descry::ReviewFiles</name>
    <message>
        <source>Review logs (*.descry-review)</source>
        <translation>审核日志 (*.descry-review)</translation>
    </message>
    <message numerus="yes">
        <source>%n decisions were added.</source>
        <translation>
            <numerusform>已添加 %n 个判定。</numerusform>
        </translation>
    </message>
    <message>
        <source>This review’s log is as it was.</source>
        <translation>此审核的日志保持原样。</translation>
    </message>
    <message>
        <source>Where the export’s folder is to be made</source>
        <translation>在何处创建导出文件夹</translation>
    </message>
    <message>
        <source>The review could not be exported.</source>
        <translation>无法导出审核。</translation>
    </message>
    <message>
        <source>There is nothing to export: nobody has decided yet.</source>
        <translation>没有可导出的内容：尚无人判定。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>未写入任何内容。</translation>
    </message>
    <message numerus="yes">
        <source>%n verdicts were exported to “%1”.</source>
        <translation>
            <numerusform>已将 %n 个判定导出到“%1”。</numerusform>
        </translation>
    </message>
    <message>
        <source>Disputed: %1. Captions edited: %2, removed: %3. Findings: %4.</source>
        <translation>有争议：%1。编辑的描述：%2，移除：%3。发现的问题：%4。</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Logs to add to this review</source>
        <translation>要并入此审核的日志</translation>
    </message>
    <message>
        <source>The logs hold nothing that this review did not have.</source>
        <translation>这些日志中没有此审核尚无的内容。</translation>
    </message>
    <message>
        <source>The other logs are as they were.</source>
        <translation>其他日志保持原样。</translation>
    </message>
    <message>
        <source>The log “%1” could not be added.</source>
        <translation>无法并入日志“%1”。</translation>
    </message>
    <message>
        <source>%1 of %2 logs could not be added.</source>
        <translation>%2 份日志中有 %1 份无法并入。</translation>
    </message>
    <message>
        <source>No log could be added.</source>
        <translation>未能并入任何日志。</translation>
    </message>
</context>
<context>
    <name>descry::ReviewPanel</name>
    <message>
        <source>Score pairs</source>
        <translation>为图文对评分</translation>
    </message>
    <message>
        <source>Let the open model say of every pair how well it fits</source>
        <translation>让当前模型评估每个图文对的相符程度</translation>
    </message>
    <message>
        <source>Agreement…</source>
        <translation>一致性…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Scoring…</source>
        <translation>正在评分…</translation>
    </message>
    <message>
        <source>Merge logs…</source>
        <translation>合并日志…</translation>
    </message>
</context>
<context>
    <name>descry::ReviewWords</name>
    <message>
        <source>Strong</source>
        <translation>强</translation>
    </message>
    <message>
        <source>Weak</source>
        <translation>弱</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>Fully true of this image</source>
        <translation>与此图片完全相符</translation>
    </message>
    <message>
        <source>True enough: the same person, with details of another image</source>
        <translation>基本相符：同一人，但细节来自另一张图片</translation>
    </message>
    <message>
        <source>Not true of this image</source>
        <translation>与此图片不符</translation>
    </message>
    <message>
        <source>Cannot be told</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>wrong colour</source>
        <translation>颜色错误</translation>
    </message>
    <message>
        <source>wrong garment</source>
        <translation>衣物错误</translation>
    </message>
    <message>
        <source>accessory absent</source>
        <translation>缺少配饰</translation>
    </message>
    <message>
        <source>other person</source>
        <translation>另一个人</translation>
    </message>
    <message>
        <source>unreadable</source>
        <translation>无法辨认</translation>
    </message>
    <message>
        <source>caption error</source>
        <translation>描述有误</translation>
    </message>
    <message>
        <source>Most suspicious first</source>
        <translation>最可疑的优先</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Person by person</source>
        <translation>逐人</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>Known pairs</source>
        <translation>已知图文对</translation>
    </message>
    <message>
        <source>Overlap set</source>
        <translation>两位标注者的重叠部分</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>%1 % (%2 to %3 %)</source>
        <translation>%1%（%2 至 %3%）</translation>
    </message>
</context>
<context>
    <name>descry::ReviewWorkspace</name>
    <message>
        <source>Reading the data set…</source>
        <translation>正在读取数据集…</translation>
    </message>
    <message>
        <source>Its pairs are numbered, and what was decided before is looked up.</source>
        <translation>正在为图文对编号，并查找此前的判定。</translation>
    </message>
    <message>
        <source>Review captions of other images</source>
        <translation>审核来自其他图片的描述</translation>
    </message>
    <message>
        <source>Captions of a person are lent to that person’s other images. Some are true of them, some are not. Decide with one key each; the data set itself is never changed.</source>
        <translation>一个人的描述会用于此人的其他图片。有的相符，有的不符。每个只需按一个键判定；数据集本身从不更改。</translation>
    </message>
    <message>
        <source>Open a data set…</source>
        <translation>打开数据集…</translation>
    </message>
    <message>
        <source>Who decides?</source>
        <translation>由谁判定？</translation>
    </message>
    <message>
        <source>Every decision is kept with the name of who made it, so that two people’s can be compared and merged.</source>
        <translation>每个判定都与判定者的姓名一起保存，以便比较和合并两人的判定。</translation>
    </message>
    <message>
        <source>Enter a name</source>
        <translation>输入姓名</translation>
    </message>
    <message>
        <source>No pair has scores yet</source>
        <translation>尚无图文对有分数</translation>
    </message>
    <message>
        <source>Without them none is more suspicious than another. Scoring runs in the background; until then choose another order.</source>
        <translation>没有分数就无法分出可疑程度。评分在后台进行；在此之前请选择其他顺序。</translation>
    </message>
    <message>
        <source>Score pairs</source>
        <translation>为图文对评分</translation>
    </message>
    <message>
        <source>The review could not be opened</source>
        <translation>无法打开审核</translation>
    </message>
    <message>
        <source>Nothing to decide in this order</source>
        <translation>此顺序下没有可判定的内容</translation>
    </message>
    <message>
        <source>There are no such pairs in this data set. Choose another order, or another split.</source>
        <translation>此数据集中没有这样的图文对。请选择其他顺序或其他划分。</translation>
    </message>
    <message numerus="yes">
        <source>All but %n pairs are decided</source>
        <translation>
            <numerusform>除 %n 个外的图文对均已判定</numerusform>
        </translation>
    </message>
    <message>
        <source>They were passed over, and wait for a decision.</source>
        <translation>它们被跳过，等待判定。</translation>
    </message>
    <message>
        <source>Look at them again</source>
        <translation>再看一遍</translation>
    </message>
    <message>
        <source>All %1 pairs are decided</source>
        <translation>全部 %1 个图文对均已判定</translation>
    </message>
    <message>
        <source>An export holds the verdicts for training, and the data set with its edited captions. Ctrl+Z takes the last decision back.</source>
        <translation>导出内容包含用于训练的判定，以及带有已编辑描述的数据集。按 Ctrl+Z 可撤回最近的判定。</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Scoring needs a model. Import a model file or open a bundle first.</source>
        <translation>评分需要模型。请先导入模型文件或打开模型包。</translation>
    </message>
    <message>
        <source>Pairs can be reviewed without scores, in any other order.</source>
        <translation>没有分数也可以按其他顺序审核图文对。</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
</context>
<context>
    <name>descry::RunFacts</name>
    <message>
        <source>as published</source>
        <translation>与论文相同</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1 steps</source>
        <translation>%1 步</translation>
    </message>
    <message>
        <source>%1 epochs</source>
        <translation>%1 轮</translation>
    </message>
    <message>
        <source>nothing (%1)</source>
        <translation>无（%1）</translation>
    </message>
    <message>
        <source>Settings of the run</source>
        <translation>训练的设置</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Distillation</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>bfloat16</source>
        <translation>bfloat16</translation>
    </message>
    <message>
        <source>Recompute activations</source>
        <translation>重新计算激活值</translation>
    </message>
    <message>
        <source>checkpoint.pth</source>
        <translation>checkpoint.pth</translation>
    </message>
    <message>
        <source>kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>not kept</source>
        <translation>不保留</translation>
    </message>
</context>
<context>
    <name>descry::RunPage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stops after the current step; a snapshot is kept</source>
        <translation>在当前步之后停止；保留快照</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>Opens the best model; the gallery is indexed with it first, and can be searched with the old one until then</source>
        <translation>打开最佳模型；先用它索引图库，在此之前仍可用旧模型检索</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>a step</source>
        <translation>每步</translation>
    </message>
    <message>
        <source>best R@1</source>
        <translation>最佳 R@1</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Losses appear with the first step.</source>
        <translation>第一步之后显示损失。</translation>
    </message>
    <message>
        <source>R@K and mAP, percent</source>
        <translation>R@K 与 mAP（百分比）</translation>
    </message>
    <message>
        <source>Measured after each evaluation.</source>
        <translation>每次评测后显示。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Appears with the first step.</source>
        <translation>第一步之后显示。</translation>
    </message>
    <message>
        <source>evaluating: %1</source>
        <translation>正在评测：%1</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>%1 of %2 steps</source>
        <translation>%1 / %2 步</translation>
    </message>
    <message>
        <source>After step %1</source>
        <translation>第 %1 步之后</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Warnings (%1)</source>
        <translation>警告（%1）</translation>
    </message>
    <message>
        <source>The program that ran it ended meanwhile. It can be resumed from its last snapshot.</source>
        <translation>运行它的程序已结束。可以从最近的快照继续。</translation>
    </message>
    <message>
        <source>Go on with %1 samples at once</source>
        <translation>每次 %1 个样本继续</translation>
    </message>
    <message>
        <source>P-ITM then draws its negatives from these alone</source>
        <translation>此后 P-ITM 只从这些样本中抽取负例</translation>
    </message>
    <message>
        <source>Go on, recomputing activations</source>
        <translation>重新计算激活值并继续</translation>
    </message>
    <message>
        <source>Less than half the memory, about a third more time; the model comes out the same</source>
        <translation>内存不到一半，时间约多三分之一；得到的模型相同</translation>
    </message>
</context>
<context>
    <name>descry::RunState</name>
    <message>
        <source>after step %1 of %2</source>
        <translation>第 %1 / %2 步之后</translation>
    </message>
    <message>
        <source>Not begun</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Stopping after this step</source>
        <translation>本步之后停止</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Paused by a problem</source>
        <translation>因问题暂停</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
</context>
<context>
    <name>descry::ScoreWork</name>
    <message>
        <source>Score pairs of %1</source>
        <translation>为 %1 的图文对评分</translation>
    </message>
</context>
<context>
    <name>descry::SearchController</name>
    <message>
        <source>The search could not be finished.</source>
        <translation>检索未能完成。</translation>
    </message>
    <message>
        <source>Gallery and filters stay as they are.</source>
        <translation>图库和筛选条件保持不变。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The description is not kept in the history.</source>
        <translation>该描述未保留在历史记录中。</translation>
    </message>
    <message>
        <source>What was found stays.</source>
        <translation>已找到的结果保留。</translation>
    </message>
    <message>
        <source>What was found until then stays.</source>
        <translation>此前找到的结果保留。</translation>
    </message>
</context>
<context>
    <name>descry::SearchNotice</name>
    <message>
        <source>The model is being loaded. You can browse, and describe already.</source>
        <translation>正在加载模型。现在即可浏览，也可以先输入描述。</translation>
    </message>
    <message>
        <source>No model is open. Pictures can be browsed and filtered; to search by a description, import a model file.</source>
        <translation>没有打开模型。可以浏览和筛选图片；要按描述检索，请导入模型文件。</translation>
    </message>
    <message>
        <source>This gallery is not indexed with the open model yet.</source>
        <translation>此图库尚未用当前模型索引。</translation>
    </message>
    <message>
        <source>Index now</source>
        <translation>立即索引</translation>
    </message>
    <message>
        <source>No model is open. To add the pictures of its folders to this gallery, import a model file.</source>
        <translation>没有打开模型。要将此图库各文件夹中的图片加入图库，请导入模型文件。</translation>
    </message>
    <message>
        <source>The pictures of its folders have not been added to this gallery yet.</source>
        <translation>文件夹中的图片尚未添加到此图库。</translation>
    </message>
    <message>
        <source>Import a model file…</source>
        <translation>导入模型文件…</translation>
    </message>
    <message>
        <source>This is the demo&apos;s small model, which knows rendered people only. For real pictures, import a RaSa model.</source>
        <translation>这是演示用的小模型，只认识渲染的人物。要检索真实图片，请导入 RaSa 模型。</translation>
    </message>
</context>
<context>
    <name>descry::SearchPage</name>
    <message>
        <source>Appearance candidates</source>
        <translation>外观候选</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>导出列表</translation>
    </message>
    <message>
        <source>Save the list as a file</source>
        <translation>将列表保存为文件</translation>
    </message>
    <message>
        <source>Size of the pictures</source>
        <translation>图片大小</translation>
    </message>
    <message>
        <source>Size of the pictures (Ctrl++ and Ctrl+−)</source>
        <translation>图片大小（Ctrl++ 和 Ctrl+−）</translation>
    </message>
</context>
<context>
    <name>descry::SearchText</name>
    <message>
        <source>camera %1</source>
        <translation>摄像头 %1</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1。</translation>
    </message>
</context>
<context>
    <name>descry::SearchWorkspace</name>
    <message>
        <source>Filters and searches</source>
        <translation>筛选与检索</translation>
    </message>
    <message>
        <source>Describe a person</source>
        <translation>描述一个人</translation>
    </message>
    <message>
        <source>describe</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Go to the grid</source>
        <translation>转到网格</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>More like this</source>
        <translation>查找相似图片</translation>
    </message>
    <message>
        <source>more like this</source>
        <translation>查找相似</translation>
    </message>
    <message>
        <source>Bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>保存此检索</translation>
    </message>
    <message>
        <source>save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Larger pictures</source>
        <translation>放大图片</translation>
    </message>
    <message>
        <source>larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation>缩小图片</translation>
    </message>
    <message>
        <source>smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>No gallery is open</source>
        <translation>没有打开图库</translation>
    </message>
    <message>
        <source>Open a folder of pictures of people as a gallery, then describe whom you are looking for.</source>
        <translation>将人物图片文件夹作为图库打开，然后描述要找的人。</translation>
    </message>
    <message>
        <source>Reading the gallery…</source>
        <translation>正在读取图库…</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在检索…</translation>
    </message>
    <message>
        <source>Re-ranked 0 of %1</source>
        <translation>已重排序 0 / %1</translation>
    </message>
    <message>
        <source>Re-ranked %1 of %2</source>
        <translation>已重排序 %1 / %2</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message numerus="yes">
        <source>%1 pictures</source>
        <translation>
            <numerusform>%1 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 by similarity</source>
        <translation>按相似度第 %1</translation>
    </message>
    <message>
        <source>No pictures</source>
        <translation>没有图片</translation>
    </message>
    <message>
        <source>No appearance candidates</source>
        <translation>没有外观候选</translation>
    </message>
    <message>
        <source>Remove the filters</source>
        <translation>移除筛选条件</translation>
    </message>
    <message>
        <source>No model is open</source>
        <translation>没有打开模型</translation>
    </message>
    <message>
        <source>Searching by a picture needs a model. Import a model file and the search goes on, or press Esc to go back.</source>
        <translation>按图片检索需要模型。导入模型文件后检索将继续，或按 Esc 返回。</translation>
    </message>
    <message>
        <source>Searching by a description needs a model. Import a model file, or clear the description to browse.</source>
        <translation>按描述检索需要模型。请导入模型文件，或清除描述以浏览。</translation>
    </message>
    <message>
        <source>Not indexed yet</source>
        <translation>尚未索引</translation>
    </message>
    <message>
        <source>The open model has not looked at this gallery&apos;s pictures yet. Index it first; you can search while that goes on.</source>
        <translation>当前模型尚未看过此图库的图片。请先索引；索引期间即可检索。</translation>
    </message>
    <message>
        <source>Nothing was searched</source>
        <translation>未进行检索</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Show or close the preview</source>
        <translation>显示或关闭预览</translation>
    </message>
    <message>
        <source>preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>The gallery has more pictures now: press Enter to search it again</source>
        <translation>图库中有了新的图片：按回车重新检索</translation>
    </message>
    <message>
        <source>Open a folder as gallery…</source>
        <translation>将文件夹作为图库打开…</translation>
    </message>
    <message>
        <source>Import a model file…</source>
        <translation>导入模型文件…</translation>
    </message>
    <message>
        <source>Copy the selected pictures or their paths</source>
        <translation>复制选中的图片或其路径</translation>
    </message>
    <message>
        <source>copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>What can be filtered by could not be read.</source>
        <translation>无法读取可用的筛选条件。</translation>
    </message>
    <message>
        <source>The filters stay as they are.</source>
        <translation>筛选条件保持原样。</translation>
    </message>
</context>
<context>
    <name>descry::SearchesPanel</name>
    <message>
        <source>Saved searches</source>
        <translation>已保存的检索</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>保存此检索</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the saved search</source>
        <translation>移除已保存的检索</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear the history</source>
        <translation>清除历史记录</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Nothing searched for yet</source>
        <translation>尚未检索过</translation>
    </message>
    <message>
        <source>This search was saved by a newer version and cannot be run here.</source>
        <translation>此检索由较新版本保存，无法在此运行。</translation>
    </message>
    <message>
        <source>Name of the search to save</source>
        <translation>要保存的检索名称</translation>
    </message>
    <message>
        <source>Name, then Enter</source>
        <translation>输入名称后按回车</translation>
    </message>
    <message>
        <source>A search by a picture cannot be saved.</source>
        <translation>按图片的检索无法保存。</translation>
    </message>
    <message>
        <source>Its list can be exported; the export can be run again.</source>
        <translation>可以导出其列表；导出的检索可以再次运行。</translation>
    </message>
    <message>
        <source>The list of searches could not be changed.</source>
        <translation>检索列表无法更改。</translation>
    </message>
    <message>
        <source>It is as it was.</source>
        <translation>内容保持原样。</translation>
    </message>
    <message>
        <source>Remove the entry from the history</source>
        <translation>从历史记录中移除该条</translation>
    </message>
    <message>
        <source>Keep a history</source>
        <translation>保留历史记录</translation>
    </message>
    <message>
        <source>the saved search %1</source>
        <translation>已保存的检索 %1</translation>
    </message>
    <message>
        <source>the entry %1 of the history</source>
        <translation>历史记录中的 %1</translation>
    </message>
    <message>
        <source>the history</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Turn on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Keep no history from now on</source>
        <translation>从现在起不保留历史记录</translation>
    </message>
    <message>
        <source>Keep a history from now on</source>
        <translation>从现在起保留历史记录</translation>
    </message>
    <message>
        <source>The history is off</source>
        <translation>历史记录已关闭</translation>
    </message>
    <message>
        <source>In saved searches and history: remove the entry</source>
        <translation>在已保存的检索和历史中：移除该条目</translation>
    </message>
    <message>
        <source>Saved searches and history could not be read.</source>
        <translation>无法读取已保存的检索和历史记录。</translation>
    </message>
    <message>
        <source>Searching goes on without them; the gallery keeps them.</source>
        <translation>检索不受影响；它们仍保存在图库中。</translation>
    </message>
</context>
<context>
    <name>descry::SelectedItem</name>
    <message>
        <source>The bookmark could not be set.</source>
        <translation>书签无法设置。</translation>
    </message>
    <message>
        <source>The picture is as it was.</source>
        <translation>图片保持原样。</translation>
    </message>
    <message>
        <source>the bookmark</source>
        <translation>书签</translation>
    </message>
    <message>
        <source>%1 bookmarks</source>
        <translation>%1 个书签</translation>
    </message>
    <message>
        <source>What is known of the picture could not be read.</source>
        <translation>无法读取该图片的信息。</translation>
    </message>
    <message>
        <source>The list stays as it is.</source>
        <translation>列表保持原样。</translation>
    </message>
    <message>
        <source>At most %1 pictures can be copied at once.</source>
        <translation>一次最多可复制 %1 张图片。</translation>
    </message>
    <message>
        <source>The clipboard is as it was.</source>
        <translation>剪贴板保持原样。</translation>
    </message>
    <message>
        <source>Nothing could be copied.</source>
        <translation>未能复制任何内容。</translation>
    </message>
</context>
<context>
    <name>descry::Session</name>
    <message>
        <source>Settings cannot be written to %1.</source>
        <translation>无法将设置写入 %1。</translation>
    </message>
    <message>
        <source>What is chosen counts until Descry is closed.</source>
        <translation>所作的选择在关闭 Descry 前有效。</translation>
    </message>
</context>
<context>
    <name>descry::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Pages of the settings</source>
        <translation>设置页面</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Device and memory</source>
        <translation>设备与内存</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
</context>
<context>
    <name>descry::SettingsPanel</name>
    <message>
        <source>Model to start from</source>
        <translation>起始模型</translation>
    </message>
    <message>
        <source>Checkpoint to start from</source>
        <translation>起始检查点</translation>
    </message>
    <message>
        <source>Model files (*.pth *.pt *.safetensors)</source>
        <translation>模型文件 (*.pth *.pt *.safetensors)</translation>
    </message>
    <message>
        <source>Configuration of a new model</source>
        <translation>新模型的配置</translation>
    </message>
    <message>
        <source>Configurations (*.json)</source>
        <translation>配置 (*.json)</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Kind of start</source>
        <translation>起始方式</translation>
    </message>
    <message>
        <source>A model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>A checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Nothing: a new model</source>
        <translation>从零开始：新模型</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Vocabularies (vocab.txt *.txt tokenizer.model *.model)</source>
        <translation>词表 (vocab.txt *.txt tokenizer.model *.model)</translation>
    </message>
    <message>
        <source>Folder of the run</source>
        <translation>训练文件夹</translation>
    </message>
    <message>
        <source>Absent or empty; snapshots, models and measurements go here</source>
        <translation>不存在或为空；快照、模型和测量结果存放于此</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证集</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试集</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Never learned from; the model that does best on it is kept</source>
        <translation>不参与学习；保留在其上表现最好的模型</translation>
    </message>
    <message>
        <source>File of the held-out split</source>
        <translation>留出划分的文件</translation>
    </message>
    <message>
        <source>Data sets (*.json)</source>
        <translation>数据集 (*.json)</translation>
    </message>
    <message>
        <source>the same file</source>
        <translation>同一文件</translation>
    </message>
    <message>
        <source>Epochs; 0: only at the end</source>
        <translation>轮次；0：仅在结束时</translation>
    </message>
    <message>
        <source>Length and rate</source>
        <translation>时长与学习率</translation>
    </message>
    <message>
        <source>Of the run and of its cosine</source>
        <translation>训练及其余弦调度的长度</translation>
    </message>
    <message>
        <source>Unit of the length</source>
        <translation>长度单位</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Epochs or steps in which the rate rises</source>
        <translation>学习率上升所用的轮次或步数</translation>
    </message>
    <message>
        <source>Published: 1e-5</source>
        <translation>论文值：1e-5</translation>
    </message>
    <message>
        <source>Of these two heads; published: 1e-4</source>
        <translation>这两个头的学习率；论文值：1e-4</translation>
    </message>
    <message>
        <source>Batch and memory</source>
        <translation>批次与内存</translation>
    </message>
    <message>
        <source>Pairs of an image and a caption in a step</source>
        <translation>每步的图文对数</translation>
    </message>
    <message>
        <source>Multiply in bfloat16</source>
        <translation>以 bfloat16 计算乘积</translation>
    </message>
    <message>
        <source>Weights stay float32. Faster where the device is made for it</source>
        <translation>权重保持 float32。在支持的设备上更快</translation>
    </message>
    <message>
        <source>Recompute activations</source>
        <translation>重新计算激活值</translation>
    </message>
    <message>
        <source>Less than half the memory, about a third more time</source>
        <translation>内存不到一半，时间约多三分之一</translation>
    </message>
    <message>
        <source>Losses and their weights</source>
        <translation>损失及其权重</translation>
    </message>
    <message>
        <source>0 leaves this loss out</source>
        <translation>0 表示不用此损失</translation>
    </message>
    <message>
        <source>Weight of %1</source>
        <translation>%1 的权重</translation>
    </message>
    <message>
        <source>Distillation</source>
        <translation>蒸馏</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>与论文相同</translation>
    </message>
    <message>
        <source>over the vocabulary</source>
        <translation>沿词表</translation>
    </message>
    <message>
        <source>What the momentum model&apos;s soft labels of MLM are held against</source>
        <translation>MLM 中动量模型软标签的归一化方向</translation>
    </message>
    <message>
        <source>Keeping</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Minutes; a killed run loses at most so much</source>
        <translation>分钟；训练被终止时最多损失这么多</translation>
    </message>
    <message>
        <source>Of every draw</source>
        <translation>所有随机抽取的种子</translation>
    </message>
    <message>
        <source>Also keep checkpoint.pth</source>
        <translation>同时保留 checkpoint.pth</translation>
    </message>
    <message>
        <source>With it the published program can go on</source>
        <translation>原作者的程序可以据此继续</translation>
    </message>
    <message>
        <source>Obey the verdicts of a review</source>
        <translation>遵循审核判定</translation>
    </message>
    <message>
        <source>Rejected pairs are not learned, strong ones count as strong</source>
        <translation>被拒绝的图文对不参与学习，强正样本按强正样本计</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Verdicts (*.jsonl)</source>
        <translation>判定 (*.jsonl)</translation>
    </message>
    <message>
        <source>Begin training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>配置</translation>
    </message>
    <message>
        <source>The best model is then chosen by the test split: figures on it are no longer those of a test.</source>
        <translation>这样最佳模型由测试划分选出：其上的数值不再是测试结果。</translation>
    </message>
    <message>
        <source>Nothing is measured; only the last model is kept.</source>
        <translation>不做评测；仅保留最后的模型。</translation>
    </message>
    <message>
        <source>Beginning…</source>
        <translation>正在开始…</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>In memory at once; 0: the whole batch. Fewer take less memory, but P-ITM draws its negatives from them alone</source>
        <translation>同时放入内存的样本数；0：整个批次。数量越少占用内存越少，但 P-ITM 只从其中抽取负样本</translation>
    </message>
</context>
<context>
    <name>descry::ShortcutsPage</name>
    <message>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Its key is another action&apos;s now. Give that one another key first.</source>
        <translation>该按键现在属于另一操作。请先为那个操作指定其他按键。</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Press the new keys</source>
        <translation>请按新的按键</translation>
    </message>
    <message>
        <source>%1 (changed)</source>
        <translation>%1（已更改）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Press the new keys for “%1” in the field.</source>
        <translation>请在输入框中按“%1”的新按键。</translation>
    </message>
    <message>
        <source>%1 is the key of “%2”. Nothing was changed.</source>
        <translation>%1 是“%2”的按键。未做任何更改。</translation>
    </message>
</context>
<context>
    <name>descry::SittingForm</name>
    <message>
        <source>What the model doubts most, with pairs in random order among it</source>
        <translation>模型最存疑的优先，其间混入随机的图文对</translation>
    </message>
    <message>
        <source>Every pair as likely as any other</source>
        <translation>每个图文对的机会相同</translation>
    </message>
    <message>
        <source>All pairs of a person, then the next one</source>
        <translation>一个人的全部图文对，然后是下一个人</translation>
    </message>
    <message>
        <source>What two annotators decided differently, for a third</source>
        <translation>两位标注者判定不同的图文对，由第三人判定</translation>
    </message>
    <message>
        <source>Pairs whose verdict is known, to practise on</source>
        <translation>判定已知的图文对，用于练习</translation>
    </message>
    <message>
        <source>Pairs that two annotators decide both, to measure agreement</source>
        <translation>由两位标注者都判定的图文对，用于衡量一致性</translation>
    </message>
    <message>
        <source>Open a data set…</source>
        <translation>打开数据集…</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>图片文件夹</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>Include own captions</source>
        <translation>包含自身的描述</translation>
    </message>
    <message>
        <source>Images with captions that were written for them, too</source>
        <translation>也包含图片与为其撰写的描述</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的姓名</translation>
    </message>
    <message>
        <source>Annotator</source>
        <translation>标注者</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Blind</source>
        <translation>盲审</translation>
    </message>
    <message>
        <source>Only the pictures and the caption are shown</source>
        <translation>只显示图片和描述</translation>
    </message>
    <message>
        <source>Of every draw: with the same number it is the same order</source>
        <translation>用于每次抽取：同一数字得到同一顺序</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Known pairs</source>
        <translation>已知图文对</translation>
    </message>
    <message>
        <source>Hidden among the others, to see how often they are decided right</source>
        <translation>混在其他图文对中，用于了解判定正确的频率</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>还没有</translation>
    </message>
    <message>
        <source>No data set</source>
        <translation>没有数据集</translation>
    </message>
    <message>
        <source>Beside the data set</source>
        <translation>在数据集旁边</translation>
    </message>
    <message>
        <source>Adjudicated ones</source>
        <translation>经仲裁的</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>来自文件…</translation>
    </message>
    <message>
        <source>Data set to review</source>
        <translation>要审核的数据集</translation>
    </message>
    <message>
        <source>Data sets and galleries (*.json *.descry)</source>
        <translation>数据集和图库 (*.json *.descry)</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Verdicts (*.jsonl)</source>
        <translation>判定 (*.jsonl)</translation>
    </message>
    <message>
        <source>Pairs of the overlap</source>
        <translation>重叠集的图文对数</translation>
    </message>
    <message>
        <source>How many pairs two annotators decide both. They are chosen when that order is first opened, and stay the same.</source>
        <translation>两位标注者都要判定的图文对数量。首次打开该顺序时选定，此后保持不变。</translation>
    </message>
    <message>
        <source>Open gallery and recent reviews</source>
        <translation>打开的图库与最近的审核</translation>
    </message>
    <message>
        <source>The open gallery, %1</source>
        <translation>打开的图库：%1</translation>
    </message>
</context>
<context>
    <name>descry::SittingProgress</name>
    <message>
        <source>Share of rejected pairs among those that came in random order; unsure ones left out. In brackets Wilson’s 95 % interval.</source>
        <translation>按随机顺序出现的图文对中被拒绝的比例；不确定的除外。括号内为 Wilson 95% 区间。</translation>
    </message>
    <message>
        <source>Pairs passed over</source>
        <translation>跳过的图文对</translation>
    </message>
    <message>
        <source>%1 of %2 decided</source>
        <translation>已判定 %1 个，共 %2 个</translation>
    </message>
    <message>
        <source>Wrong pairs: %1, by %2 in random order</source>
        <translation>错误图文对：%1，依据随机顺序的 %2 个</translation>
    </message>
    <message>
        <source>Wrong pairs: not known yet</source>
        <translation>错误图文对：尚不清楚</translation>
    </message>
    <message>
        <source>Known pairs: %1 of %2 as known</source>
        <translation>已知图文对：%2 个中 %1 个与已知相同</translation>
    </message>
    <message>
        <source>Passed over: %1</source>
        <translation>已跳过：%1</translation>
    </message>
</context>
<context>
    <name>descry::SourcesDialog</name>
    <message>
        <source>As Market-1501 names its files</source>
        <translation>按 Market-1501 的文件命名</translation>
    </message>
    <message>
        <source>As CUHK-PEDES names its files</source>
        <translation>按 CUHK-PEDES 的文件命名</translation>
    </message>
    <message>
        <source>As ICFG-PEDES names its files</source>
        <translation>按 ICFG-PEDES 的文件命名</translation>
    </message>
    <message>
        <source>As RSTPReid names its files</source>
        <translation>按 RSTPReid 的文件命名</translation>
    </message>
    <message>
        <source>camera: which camera</source>
        <translation>camera：哪个摄像头</translation>
    </message>
    <message>
        <source>time: when (ISO 8601)</source>
        <translation>time：时间 (ISO 8601)</translation>
    </message>
    <message>
        <source>track: pictures of one passage</source>
        <translation>track：一次经过的图片</translation>
    </message>
    <message>
        <source>person: who</source>
        <translation>person：人物</translation>
    </message>
    <message>
        <source>%1: only shown here</source>
        <translation>%1：仅在此显示</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>Add pictures to the gallery</source>
        <translation>向图库添加图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Folders and data set files to add</source>
        <translation>要添加的文件夹和数据集文件</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>添加文件夹…</translation>
    </message>
    <message>
        <source>Add data set…</source>
        <translation>添加数据集…</translation>
    </message>
    <message>
        <source>Its pictures…</source>
        <translation>其图片…</translation>
    </message>
    <message>
        <source>The folder that the data set’s paths begin in</source>
        <translation>数据集路径所相对的文件夹</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不添加</translation>
    </message>
    <message>
        <source>Metadata file</source>
        <translation>元数据文件</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Choose a metadata file</source>
        <translation>选择元数据文件</translation>
    </message>
    <message>
        <source>CSV or JSON in UTF-8 with path, camera, time, track, person, tags, captions</source>
        <translation>UTF-8 编码的 CSV 或 JSON，含 path、camera、time、track、person、tags、captions</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Use no metadata file</source>
        <translation>不使用元数据文件</translation>
    </message>
    <message>
        <source>File names say</source>
        <translation>文件名含义</translation>
    </message>
    <message>
        <source>Pattern of file names</source>
        <translation>文件名模式</translation>
    </message>
    <message>
        <source>Nothing; or a pattern such as (?P&lt;camera&gt;c\d+)_(?P&lt;time&gt;\d{8}T\d{6})</source>
        <translation>无；或模式，例如 (?P&lt;camera&gt;c\d+)_(?P&lt;time&gt;\d{8}T\d{6})</translation>
    </message>
    <message>
        <source>What would be known of the first files</source>
        <translation>前几个文件将得到的信息</translation>
    </message>
    <message>
        <source>Times without a zone are taken as UTC. Names keep their bytes; those that are not UTF-8 are shown as \xNN. What no file and no name says may come from the picture’s own EXIF time. Pictures stay where they are and are not changed.</source>
        <translation>没有时区的时间按 UTC 处理。文件名保持原有字节；非 UTF-8 的字节显示为 \xNN。文件和名称都未说明的信息可能取自图片自身的 EXIF 时间。图片留在原处，不做更改。</translation>
    </message>
    <message>
        <source>Add and index</source>
        <translation>添加并索引</translation>
    </message>
    <message>
        <source>Indexing needs a model: import a model file or open a bundle first.</source>
        <translation>索引需要模型：请先导入模型文件或打开模型包。</translation>
    </message>
    <message>
        <source>Nothing is chosen yet.</source>
        <translation>尚未选择。</translation>
    </message>
    <message>
        <source>The pattern of file names cannot be used.</source>
        <translation>文件名模式无法使用。</translation>
    </message>
    <message>
        <source>Add a folder of pictures</source>
        <translation>添加图片文件夹</translation>
    </message>
    <message>
        <source>Add a data set file (CUHK-PEDES, ICFG-PEDES, RSTPReid)</source>
        <translation>添加数据集文件（CUHK-PEDES、ICFG-PEDES、RSTPReid）</translation>
    </message>
    <message>
        <source>Data sets (*.json)</source>
        <translation>数据集 (*.json)</translation>
    </message>
    <message>
        <source>Where are the data set’s pictures?</source>
        <translation>数据集的图片在哪里？</translation>
    </message>
    <message>
        <source>Metadata (*.csv *.tsv *.json)</source>
        <translation>元数据 (*.csv *.tsv *.json)</translation>
    </message>
    <message>
        <source>%1, pictures in %2</source>
        <translation>%1，图片位于 %2</translation>
    </message>
    <message>
        <source>, %1 with a note</source>
        <translation>，%1 个有备注</translation>
    </message>
    <message>
        <source>, %1 with a time without a zone</source>
        <translation>，%1 个时间没有时区</translation>
    </message>
    <message>
        <source>Add a folder or a data set file.</source>
        <translation>请添加文件夹或数据集文件。</translation>
    </message>
    <message>
        <source>There are no JPEG, PNG, WebP or BMP files in it.</source>
        <translation>其中没有 JPEG、PNG、WebP 或 BMP 文件。</translation>
    </message>
    <message>
        <source>Of the metadata file %1 rows are used, these are not:</source>
        <translation>元数据文件中使用了 %1 行，以下未使用：</translation>
    </message>
    <message>
        <source>Named groups camera, time, track and person are kept. A pattern with a slash is matched with the path below the folder, others with the file’s name.</source>
        <translation>保留命名组 camera、time、track 和 person。含斜杠的模式与文件夹下的路径匹配，其他与文件名匹配。</translation>
    </message>
    <message numerus="yes">
        <source>The first %n files</source>
        <translation>
            <numerusform>前 %n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n files</source>
        <translation>
            <numerusform>全部 %n 个文件</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::StartPage</name>
    <message>
        <source>Find a person by a description</source>
        <translation>按描述查找人物</translation>
    </message>
    <message>
        <source>Everything happens on this computer: no picture and no word leaves it.</source>
        <translation>一切都在这台计算机上进行：图片和文字都不会离开本机。</translation>
    </message>
    <message>
        <source>Open a folder as gallery…</source>
        <translation>将文件夹作为图库打开…</translation>
    </message>
    <message>
        <source>Open a gallery file…</source>
        <translation>打开图库文件…</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>Searching needs a RaSa model: a checkpoint (.pth) or safetensors file. Galleries can be opened and browsed without one.</source>
        <translation>检索需要 RaSa 模型：检查点 (.pth) 或 safetensors 文件。没有模型也可以打开和浏览图库。</translation>
    </message>
    <message>
        <source>Import a model file…</source>
        <translation>导入模型文件…</translation>
    </message>
    <message>
        <source>Recent galleries</source>
        <translation>最近的图库</translation>
    </message>
    <message>
        <source>Open the gallery %1</source>
        <translation>打开图库 %1</translation>
    </message>
    <message>
        <source>not there: %1</source>
        <translation>不存在：%1</translation>
    </message>
    <message>
        <source>%1, not there</source>
        <translation>%1，不存在</translation>
    </message>
    <message>
        <source>Take %1 off this list</source>
        <translation>从此列表中移除 %1</translation>
    </message>
</context>
<context>
    <name>descry::StatusLine</name>
    <message>
        <source>Loading the model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>%1 of %2 indexed</source>
        <translation>已索引 %1 / %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 pictures</source>
        <translation>
            <numerusform>%1 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>device: why it</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>No device</source>
        <translation>没有设备</translation>
    </message>
</context>
<context>
    <name>descry::SuggestedQueries</name>
    <message>
        <source>a woman in a red jacket with a backpack</source>
        <translation>a woman in a red jacket with a backpack</translation>
    </message>
    <message>
        <source>a man in a black suit carrying a briefcase</source>
        <translation>a man in a black suit carrying a briefcase</translation>
    </message>
    <message>
        <source>a person with a white shirt and blue jeans</source>
        <translation>a person with a white shirt and blue jeans</translation>
    </message>
    <message>
        <source>a woman with long hair and a yellow dress</source>
        <translation>a woman with long hair and a yellow dress</translation>
    </message>
</context>
<context>
    <name>descry::TagBar</name>
    <message>
        <source>Tags of the selected pictures</source>
        <translation>所选图片的标签</translation>
    </message>
    <message>
        <source>New tag</source>
        <translation>新标签</translation>
    </message>
    <message>
        <source>New tag, then Enter</source>
        <translation>输入新标签后按回车</translation>
    </message>
    <message>
        <source>Close the tags</source>
        <translation>关闭标签</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tags of %1 pictures</source>
        <translation>%1 张图片的标签</translation>
    </message>
    <message>
        <source>The tags could not be read.</source>
        <translation>标签无法读取。</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>另有 %1 项</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>Remove the tag %1</source>
        <translation>移除标签 %1</translation>
    </message>
    <message>
        <source>Remove this tag from the selected pictures</source>
        <translation>从所选图片移除此标签</translation>
    </message>
    <message>
        <source>The tag could not be set.</source>
        <translation>标签无法设置。</translation>
    </message>
    <message>
        <source>the tag %1</source>
        <translation>标签 %1</translation>
    </message>
    <message>
        <source>The tag could not be removed.</source>
        <translation>标签无法移除。</translation>
    </message>
    <message>
        <source>The tags are as they were.</source>
        <translation>标签保持原样。</translation>
    </message>
</context>
<context>
    <name>descry::Text</name>
    <message>
        <source>less than a minute</source>
        <translation>不到一分钟</translation>
    </message>
    <message>
        <source>about %1 min</source>
        <translation>约 %1 分钟</translation>
    </message>
    <message>
        <source>about %1 h</source>
        <translation>约 %1 小时</translation>
    </message>
    <message>
        <source>%1 of %2 %3</source>
        <translation>%1 / %2 %3</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>每秒 %1</translation>
    </message>
</context>
<context>
    <name>descry::TimeBars</name>
    <message>
        <source>Pictures along the time</source>
        <translation>图片的时间分布</translation>
    </message>
    <message>
        <source>Drag to choose a stretch of time</source>
        <translation>拖动以选择一段时间</translation>
    </message>
</context>
<context>
    <name>descry::TopBar</name>
    <message>
        <source>Descry: start page</source>
        <translation>Descry：开始页</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>开始页</translation>
    </message>
    <message>
        <source>Settings, shortcuts, about</source>
        <translation>设置、快捷键、关于</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>正在打开…</translation>
    </message>
    <message>
        <source>No gallery</source>
        <translation>没有图库</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>正在加载…</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
</context>
<context>
    <name>descry::TrainField</name>
    <message>
        <source>Data set</source>
        <translation>数据集</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>起始</translation>
    </message>
    <message>
        <source>Vocabulary</source>
        <translation>词表</translation>
    </message>
    <message>
        <source>Folder of the run</source>
        <translation>训练文件夹</translation>
    </message>
    <message>
        <source>Held-out split</source>
        <translation>留出划分</translation>
    </message>
    <message>
        <source>Held-out file</source>
        <translation>留出文件</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Warm-up</source>
        <translation>预热</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>批次</translation>
    </message>
    <message>
        <source>Samples at once</source>
        <translation>同时处理的样本</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Rate of PRD and MRTD heads</source>
        <translation>PRD 与 MRTD 头的学习率</translation>
    </message>
    <message>
        <source>CL</source>
        <translation>CL</translation>
    </message>
    <message>
        <source>P-ITM</source>
        <translation>P-ITM</translation>
    </message>
    <message>
        <source>PRD</source>
        <translation>PRD</translation>
    </message>
    <message>
        <source>MLM</source>
        <translation>MLM</translation>
    </message>
    <message>
        <source>MRTD</source>
        <translation>MRTD</translation>
    </message>
    <message>
        <source>Evaluate every</source>
        <translation>评测间隔</translation>
    </message>
    <message>
        <source>Snapshot every</source>
        <translation>快照间隔</translation>
    </message>
    <message>
        <source>Verdicts</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
</context>
<context>
    <name>descry::TrainForm</name>
    <message>
        <source>%1 is empty: give a number.</source>
        <translation>%1 为空：请输入数字。</translation>
    </message>
    <message>
        <source>%1: “%2” is not a number.</source>
        <translation>%1：“%2”不是数字。</translation>
    </message>
    <message>
        <source>%1 must be a whole number.</source>
        <translation>%1 必须为整数。</translation>
    </message>
    <message>
        <source>%1 must be between %2 and %3.</source>
        <translation>%1 必须在 %2 与 %3 之间。</translation>
    </message>
    <message>
        <source>Choose a data set file.</source>
        <translation>请选择数据集文件。</translation>
    </message>
    <message>
        <source>Choose the folder of images.</source>
        <translation>请选择图片文件夹。</translation>
    </message>
    <message>
        <source>Choose the model to start from.</source>
        <translation>请选择起始模型。</translation>
    </message>
    <message>
        <source>Choose the file to start from.</source>
        <translation>请选择起始文件。</translation>
    </message>
    <message>
        <source>Choose the vocabulary (vocab.txt or tokenizer.model).</source>
        <translation>请选择词表（vocab.txt 或 tokenizer.model）。</translation>
    </message>
    <message>
        <source>Choose a folder for the run.</source>
        <translation>请选择训练文件夹。</translation>
    </message>
    <message>
        <source>Choose what the run is evaluated on.</source>
        <translation>请选择用于评测的划分。</translation>
    </message>
    <message>
        <source>Choose the file of verdicts, or leave verdicts out.</source>
        <translation>请选择判定文件，或不使用判定。</translation>
    </message>
    <message>
        <source>All weights of losses are 0: nothing would be learned.</source>
        <translation>所有损失的权重均为 0：不会学到任何东西。</translation>
    </message>
    <message>
        <source>Warm-up is longer than the run.</source>
        <translation>预热比训练更长。</translation>
    </message>
    <message>
        <source>Samples at once are more than the batch has.</source>
        <translation>同时处理的样本多于批次大小。</translation>
    </message>
</context>
<context>
    <name>descry::TrainWorkspace</name>
    <message>
        <source>Nothing has been trained yet</source>
        <translation>还没有训练过</translation>
    </message>
    <message>
        <source>Training goes on from a model with pictures and captions of people. It runs in the background, can be paused at any time, and searching goes on meanwhile.</source>
        <translation>训练在已有模型上用人物图片和文本描述继续进行。它在后台运行，可随时暂停，期间仍可检索。</translation>
    </message>
    <message>
        <source>New run…</source>
        <translation>新建训练…</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>训练列表</translation>
    </message>
    <message>
        <source>Open a run&apos;s folder…</source>
        <translation>打开训练文件夹…</translation>
    </message>
    <message>
        <source>New run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>new run</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Pause or resume the run</source>
        <translation>暂停或继续训练</translation>
    </message>
    <message>
        <source>pause, resume</source>
        <translation>暂停、继续</translation>
    </message>
    <message>
        <source>Open a run&apos;s folder</source>
        <translation>打开训练文件夹</translation>
    </message>
    <message>
        <source>open run</source>
        <translation>打开训练</translation>
    </message>
    <message>
        <source>Open a training run</source>
        <translation>打开训练</translation>
    </message>
    <message>
        <source>Model to compare with</source>
        <translation>用于比较的模型</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>descry::TrainingRuns</name>
    <message>
        <source>Train %1</source>
        <translation>训练 %1</translation>
    </message>
    <message>
        <source>“%1” is not the folder of a training run.</source>
        <translation>“%1”不是训练文件夹。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未做任何更改。</translation>
    </message>
    <message>
        <source>Compare %1</source>
        <translation>比较“%1”</translation>
    </message>
</context>
<context>
    <name>descry::VerdictBar</name>
    <message>
        <source>No convincing candidate</source>
        <translation>没有令人信服的候选</translation>
    </message>
    <message>
        <source>Even the best scores lower than those for people who are in a gallery usually do. The list is in the usual order.</source>
        <translation>即使最佳候选的得分也低于图库中确有其人时通常的得分。列表按通常顺序排列。</translation>
    </message>
</context>
<context>
    <name>descry::VerdictPanel</name>
    <message>
        <source>Text of the caption</source>
        <translation>描述的文本</translation>
    </message>
    <message>
        <source>A digit rejects for the reason; with Shift it is only marked, for the verdict that follows.</source>
        <translation>按数字键以该原因拒绝；加 Shift 只作标记，用于随后的判定。</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Pass over</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Note on the pair</source>
        <translation>图文对的备注</translation>
    </message>
    <message>
        <source>Note; Enter goes on</source>
        <translation>备注；按 Enter 继续</translation>
    </message>
    <message>
        <source>Written for this image</source>
        <translation>为此图片而写</translation>
    </message>
    <message>
        <source>Written for the image on the right</source>
        <translation>为右侧的图片而写</translation>
    </message>
    <message>
        <source>Decided: %1. Another verdict takes its place.</source>
        <translation>已判定：%1。新的判定会取代它。</translation>
    </message>
    <message>
        <source>Edited. The data set says: %1</source>
        <translation>已编辑。数据集原文：%1</translation>
    </message>
    <message>
        <source>In caption or note: keep it</source>
        <translation>在文本描述或备注中：保留修改</translation>
    </message>
    <message>
        <source>In the caption: leave it as it was</source>
        <translation>在文本描述中：放弃修改</translation>
    </message>
</context>
<context>
    <name>descry::WarningsView</name>
    <message>
        <source>No warnings since this program began.</source>
        <translation>程序启动以来没有警告。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>(%1 lines between the first and the last were left out)</source>
        <translation>（首尾之间略去 %1 行）</translation>
    </message>
    <message>
        <source>Steps dropped, because a loss or gradient was not finite: %1</source>
        <translation>因损失或梯度不是有限值而舍弃的步数：%1</translation>
    </message>
    <message>
        <source>Images left out, because they could not be read: %1</source>
        <translation>因无法读取而略过的图片：%1</translation>
    </message>
    <message>
        <source>Captions cut to the model&apos;s length: %1</source>
        <translation>截断到模型长度的文本描述：%1</translation>
    </message>
    <message>
        <source>Pairs without anybody else in their batch: %1</source>
        <translation>所在批次中没有其他人物的图文对：%1</translation>
    </message>
</context>
<context>
    <name>descry::Widgets</name>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
</context>
<context>
    <name>descry::WordChip</name>
    <message>
        <source>Evidence %1: without it the match logit would be %2 lower.</source>
        <translation>证据 %1：没有它，匹配 logit 会低 %2。</translation>
    </message>
    <message>
        <source>No evidence: without it the match logit would be %1 higher.</source>
        <translation>没有证据：没有它，匹配 logit 会高 %1。</translation>
    </message>
    <message>
        <source>The model doubts this word here (%1 of 1).</source>
        <translation>模型在此对该词存疑（%1，最大为 1）。</translation>
    </message>
    <message>
        <source>Not doubted (%1 of 1).</source>
        <translation>不存疑（%1，最大为 1）。</translation>
    </message>
    <message>
        <source>Left picture:</source>
        <translation>左侧图片：</translation>
    </message>
    <message>
        <source>Right picture:</source>
        <translation>右侧图片：</translation>
    </message>
    <message>
        <source>%1, doubted</source>
        <translation>%1，存疑</translation>
    </message>
</context>
<context>
    <name>descry::WordChips</name>
    <message>
        <source>Words of the description</source>
        <translation>描述中的词</translation>
    </message>
    <message>
        <source>Whole sentence</source>
        <translation>整句</translation>
    </message>
</context>
<context>
    <name>descry::Workbench</name>
    <message>
        <source>The gallery “%1” could not be opened.</source>
        <translation>图库“%1”无法打开。</translation>
    </message>
    <message>
        <source>The gallery that was open stays open.</source>
        <translation>原先打开的图库保持打开。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>未做任何更改。</translation>
    </message>
    <message>
        <source>The gallery is being indexed with “%1”.</source>
        <translation>正在用“%1”索引图库。</translation>
    </message>
    <message>
        <source>Until that is done, searches use the model and the index that are there.</source>
        <translation>完成之前，检索使用现有的模型和索引。</translation>
    </message>
    <message>
        <source>The gallery was not wholly indexed with “%1”.</source>
        <translation>图库未能全部用“%1”索引。</translation>
    </message>
    <message>
        <source>The model that was open stays in use.</source>
        <translation>继续使用原先打开的模型。</translation>
    </message>
    <message>
        <source>Index again</source>
        <translation>重新索引</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>立即使用</translation>
    </message>
    <message>
        <source>The model “%1” could not be opened.</source>
        <translation>模型“%1”无法打开。</translation>
    </message>
    <message>
        <source>Galleries can be browsed. To search, open another bundle or import a model file.</source>
        <translation>可以浏览图库。如需检索，请打开其他模型包或导入模型文件。</translation>
    </message>
    <message>
        <source>Galleries can be browsed; searching needs a model.</source>
        <translation>可以浏览图库；检索需要模型。</translation>
    </message>
    <message>
        <source>No gallery is open, so there is nothing to index.</source>
        <translation>没有打开图库，因此没有可索引的内容。</translation>
    </message>
    <message>
        <source>This gallery can only be read, so nothing can be added to it.</source>
        <translation>此图库为只读，无法添加内容。</translation>
    </message>
    <message>
        <source>Indexing needs a model. Import a model file or open a bundle first.</source>
        <translation>索引需要模型。请先导入模型文件或打开模型包。</translation>
    </message>
    <message>
        <source>The gallery “%1” cannot be read any more.</source>
        <translation>图库“%1”已无法读取。</translation>
    </message>
    <message>
        <source>What is shown is as it was last read.</source>
        <translation>显示的是最后一次读取的内容。</translation>
    </message>
    <message>
        <source>The gallery cannot be brought up to date.</source>
        <translation>图库无法更新。</translation>
    </message>
</context>
<context>
    <name>descry::ZoomView</name>
    <message>
        <source>Zoom %1 percent</source>
        <translation>缩放 %1%</translation>
    </message>
    <message>
        <source>In a large picture: another one; move one that is enlarged</source>
        <translation>在大图中：换一张图片；移动已放大的图片</translation>
    </message>
</context>
</TS>
