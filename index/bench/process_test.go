package bench

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"
)

func TestProcess(t *testing.T) {
	before, ok := processorTime()
	if !ok {
		if runtime.GOOS == "linux" {
			t.Error("Linux does not tell the processor time")
		}
		t.Skip("the system tells nothing of this process")
	}
	const size = 64 << 20
	filled := make([]byte, size)
	for now := before; now < before+50*time.Millisecond; now, _ = processorTime() {
		for i := range filled {
			filled[i]++
		}
	}
	if peak := peakResident(); peak < size {
		t.Errorf("at most %d bytes resident, though %d were filled", peak, size)
	}
	runtime.KeepAlive(filled)

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := settle(cancelled); !errors.Is(err, context.Canceled) {
		t.Errorf("settle with a cancelled context: %v", err)
	}
}
