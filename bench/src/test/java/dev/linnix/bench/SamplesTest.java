package dev.linnix.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void medianIsTheMiddleOne() {
        assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Samples.of(4, 1, 2, 100).median()).isEqualTo(3);
    }

    @Test
    void extremesDoNotDependOnTheOrder() {
        Samples samples = Samples.of(List.of(3.0, -1.0, 2.0));
        assertThat(samples.min()).isEqualTo(-1);
        assertThat(samples.max()).isEqualTo(3);
        assertThat(samples.count()).isEqualTo(3);
    }

    @Test
    void percentileIsTheNearestRank() {
        double[] hundred = new double[100];
        for (int i = 0; i < 100; i++) hundred[i] = 100 - i;
        Samples samples = Samples.of(hundred);
        assertThat(samples.percentile(50)).isEqualTo(50);
        assertThat(samples.percentile(99)).isEqualTo(99);
        assertThat(samples.percentile(100)).isEqualTo(100);
        assertThat(Samples.of(7).percentile(1)).isEqualTo(7);
    }

    @Test
    void percentile99OfFewIsTheLargest() {
        assertThat(Samples.of(1, 2, 3).percentile(99)).isEqualTo(3);
    }

    @Test
    void noSampleIsAnErrorAndNoZero() {
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.of());
    }
}
