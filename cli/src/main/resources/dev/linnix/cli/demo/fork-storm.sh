# Forks as fast as one shell can, one child at a time. usage: fork-storm.sh SECONDS FORKS
read -r up _ </proc/uptime
end=$((${up%.*} + $1))
left=$2
while [ "${up%.*}" -lt "$end" ] && [ "$left" -gt 0 ]; do
  batch=0
  while [ "$batch" -lt 50 ]; do
    (:)
    batch=$((batch + 1))
  done
  left=$((left - 50))
  read -r up _ </proc/uptime
done
