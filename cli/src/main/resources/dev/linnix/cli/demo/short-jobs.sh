# Runs one tiny program after the other. usage: short-jobs.sh SECONDS JOBS
read -r up _ </proc/uptime
end=$((${up%.*} + $1))
left=$2
while [ "${up%.*}" -lt "$end" ] && [ "$left" -gt 0 ]; do
  batch=0
  while [ "$batch" -lt 10 ]; do
    /bin/true
    batch=$((batch + 1))
  done
  left=$((left - 10))
  read -r up _ </proc/uptime
done
