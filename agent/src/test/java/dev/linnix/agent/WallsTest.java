package dev.linnix.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Do the arrows between the rooms point one way? */
class WallsTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.linnix");

    @Test
    void theEngineKnowsNothingAboveOrBesideIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.linnix.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.linnix.kernel..",
                        "dev.linnix.recording..",
                        "dev.linnix.agent..",
                        "dev.linnix.cli..",
                        "dev.linnix.bench..")
                .check(ALL);
    }

    @Test
    void recordingsKnowTheEngineOnlyAndHaveNoThread() {
        noClasses()
                .that()
                .resideInAPackage("dev.linnix.recording..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.linnix.kernel..", "dev.linnix.agent..", "dev.linnix.cli..", "dev.linnix.bench..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(ALL);
    }

    @Test
    void bundlesKnowRecordingsOnlyAndHaveNoThread() {
        noClasses()
                .that()
                .resideInAPackage("dev.linnix.evidence..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.linnix.kernel..", "dev.linnix.agent..", "dev.linnix.cli..", "dev.linnix.bench..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(ALL);
    }

    @Test
    void theEngineHasNoClockNoThreadAndNoFiles() {
        noClasses()
                .that()
                .resideInAPackage("dev.linnix.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.time..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(ALL);
    }

    @Test
    void theKernelRoomKnowsNoneOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("dev.linnix.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.linnix.engine..", "dev.linnix.agent..", "dev.linnix.cli..", "dev.linnix.bench..")
                .check(ALL);
    }

    @Test
    void theAgentKnowsOnlyEngineAndKernel() {
        noClasses()
                .that()
                .resideInAPackage("dev.linnix.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.linnix.cli..", "dev.linnix.bench..")
                .check(ALL);
    }

    @Test
    void withinTheAgentOnlyTheTopWiresTheParts() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.linnix.agent.(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.linnix.agent")
                .check(ALL);
        classes()
                .that()
                .resideInAPackage("dev.linnix.agent.api..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("dev.linnix.agent", "dev.linnix.agent.api..")
                .check(ALL);
    }

    @Test
    void onlyTheApiSpeaksJsonAndHttp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.linnix.agent.api..")
                .and()
                .resideInAPackage("dev.linnix.agent..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.net.httpserver..", "io.avaje..")
                .check(ALL);
    }
}
