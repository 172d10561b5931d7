<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>descry::AgreementDialog</name>
    <message numerus="yes">
        <source>%n pairs are disputed among all annotators.</source>
        <translation>
            <numerusform>%n pair is disputed among all annotators.</numerusform>
            <numerusform>%n pairs are disputed among all annotators.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::Closing</name>
    <message numerus="yes">
        <source>%n jobs are not finished.</source>
        <translation>
            <numerusform>%n job is not finished.</numerusform>
            <numerusform>%n jobs are not finished.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::DropHint</name>
    <message numerus="yes">
        <source>%n more will be left out</source>
        <translation>
            <numerusform>%n more will be left out</numerusform>
            <numerusform>%n more will be left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::JobListModel</name>
    <message numerus="yes">
        <source>done, with %n warnings</source>
        <translation>
            <numerusform>done, with %n warning</numerusform>
            <numerusform>done, with %n warnings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::JobMessages</name>
    <message numerus="yes">
        <source>%1 ended with %n warnings.</source>
        <translation>
            <numerusform>%1 ended with %n warning.</numerusform>
            <numerusform>%1 ended with %n warnings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n jobs were not finished when Descry ended.</source>
        <translation>
            <numerusform>%n job was not finished when Descry ended.</numerusform>
            <numerusform>%n jobs were not finished when Descry ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::JobNotifications</name>
    <message numerus="yes">
        <source>%n jobs are left.</source>
        <translation>
            <numerusform>%n job is left.</numerusform>
            <numerusform>%n jobs are left.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::JobsStrip</name>
    <message numerus="yes">
        <source>%n jobs</source>
        <translation>
            <numerusform>%n job</numerusform>
            <numerusform>%n jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::Openings</name>
    <message numerus="yes">
        <source>%n more were given and left out.</source>
        <translation>
            <numerusform>%n more was given and left out.</numerusform>
            <numerusform>%n more were given and left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::ReviewDesk</name>
    <message numerus="yes">
        <source>%n findings in “%1”.</source>
        <translation>
            <numerusform>%n finding in “%1”.</numerusform>
            <numerusform>%n findings in “%1”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::ReviewFiles</name>
    <message numerus="yes">
        <source>%n decisions were added.</source>
        <translation>
            <numerusform>%n decision was added.</numerusform>
            <numerusform>%n decisions were added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n verdicts were exported to “%1”.</source>
        <translation>
            <numerusform>%n verdict was exported to “%1”.</numerusform>
            <numerusform>%n verdicts were exported to “%1”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::ReviewWorkspace</name>
    <message numerus="yes">
        <source>All but %n pairs are decided</source>
        <translation>
            <numerusform>All but %n pair are decided</numerusform>
            <numerusform>All but %n pairs are decided</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::SearchWorkspace</name>
    <message numerus="yes">
        <source>%1 pictures</source>
        <translation>
            <numerusform>%1 picture</numerusform>
            <numerusform>%1 pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::SourcesDialog</name>
    <message numerus="yes">
        <source>The first %n files</source>
        <translation>
            <numerusform>The first %n file</numerusform>
            <numerusform>The first %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n files</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>All %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>descry::StatusLine</name>
    <message numerus="yes">
        <source>%1 pictures</source>
        <translation>
            <numerusform>%1 picture</numerusform>
            <numerusform>%1 pictures</numerusform>
        </translation>
    </message>
</context>
</TS>
