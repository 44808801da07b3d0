//go:build linux || darwin || freebsd

package mapped

import (
	"os"
	"syscall"
)

// mapFile returns the content of a file, and a function that ends the mapping.
func mapFile(file *os.File, size int64) (data []byte, unmap func(), err error) {
	data, err = syscall.Mmap(int(file.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, err
	}
	return data, func() { syscall.Munmap(data) }, nil
}
