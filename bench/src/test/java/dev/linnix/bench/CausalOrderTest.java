package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linnix.engine.record.ExecRecord;
import dev.linnix.engine.record.ExitRecord;
import dev.linnix.engine.record.Flyweight;
import dev.linnix.engine.record.ForkRecord;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class CausalOrderTest {
    private final MemorySegment memory = Arena.ofAuto().allocate(1024, 8);
    private final CausalOrder order = new CausalOrder();

    @Test
    void forkExecExitIsInOrder() {
        fork(2, 1);
        exec(2);
        exit(2);
        assertThat(order.violations()).isZero();
        assertThat(order.records()).isEqualTo(3);
    }

    @Test
    void aForkAfterItsExecIsNot() {
        exec(2);
        fork(2, 1);
        assertThat(order.violations()).isOne();
    }

    @Test
    void anExecAfterTheExitIsNot() {
        fork(2, 1);
        exit(2);
        exec(2);
        assertThat(order.violations()).isOne();
    }

    @Test
    void aParentForkedAfterItsChildIsNot() {
        fork(3, 2);
        fork(2, 1);
        assertThat(order.violations()).isOne();
    }

    @Test
    void aForkByAProcessThatEndedIsNot() {
        fork(2, 1);
        exit(2);
        fork(3, 2);
        assertThat(order.violations()).isOne();
    }

    @Test
    void aSecondExitIsNot() {
        fork(2, 1);
        exit(2);
        exit(2);
        assertThat(order.violations()).isOne();
    }

    @Test
    void processesThatWereThereBeforeAreInOrder() {
        exec(7);
        fork(8, 7);
        exit(7);
        assertThat(order.violations()).isZero();
    }

    @Test
    void onlyGrandchildrenOfTheLoadAreCounted() {
        fork(10, 1);
        fork(11, 10);
        fork(12, 11);
        exec(12);
        exit(12);
        fork(13, 11);
        fork(14, 1);
        assertThat(order.grandchildrenOf(10)).isEqualTo(new CausalOrder.Captured(2, 1, 1));
    }

    private void fork(int pid, int parent) {
        ForkRecord fork = new ForkRecord();
        fork.begin(memory, 0, 0);
        fork.pid(pid).startNs(pid).parentPid(parent).parentStartNs(parent);
        accept(fork);
    }

    private void exec(int pid) {
        ExecRecord exec = new ExecRecord();
        exec.begin(memory, 0, 0);
        exec.pid(pid).startNs(pid);
        accept(exec);
    }

    private void exit(int pid) {
        ExitRecord exit = new ExitRecord();
        exit.begin(memory, 0, 0);
        exit.pid(pid).startNs(pid);
        accept(exit);
    }

    private void accept(Flyweight record) {
        order.accept(memory, 0, record.layout().size());
    }
}
