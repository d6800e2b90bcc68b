{{ stage('cohort_costs') }}
