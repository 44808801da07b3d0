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
			t.Error("the processor time is unknown on Linux")
		}
		t.Skip("the processor time is unknown on this system")
	}
	const size = 64 << 20
	filled := make([]byte, size)
	for now := before; now < before+50*time.Millisecond; now, _ = processorTime() {
		for i := range filled {
			filled[i]++
		}
	}
	if peak := peakResident(); peak < size {
		t.Errorf("got a peak of %d resident bytes, want at least %d", peak, size)
	}
	runtime.KeepAlive(filled)

	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := waitIdle(cancelled, stockWindow); !errors.Is(err, context.Canceled) {
		t.Errorf("waitIdle with a cancelled context: got error %v, want context.Canceled", err)
	}
}
