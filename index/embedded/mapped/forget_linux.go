package mapped

import "syscall"

// Forget lets the system have the memory back that a read-only mapping of a file takes. What is
// needed of it is read again. Nothing else may be passed.
func Forget(mapping []byte) { syscall.Madvise(mapping, syscall.MADV_DONTNEED) }
